<?php

namespace TracedCoroutine;

/**
 * A manual span, or a coroutine's own span seen from inside. An ended span ignores everything, and so does one that is not
 * sampled: nothing of it ever throws because of the span's state.
 *
 * @phpstan-import-type AttributeValue from MemoryExporter
 */
final class Span
{
    /**
     * Sets an attribute. A later value for the same key replaces it.
     *
     * ```php
     * $span->setAttribute('order.id', 42)->setAttribute('order.items', ['shirt', 'shoes']);
     * ```
     *
     * @param AttributeValue|\Stringable $value
     *
     * @throws \TypeError if no attribute can have such a value
     */
    public function setAttribute(string $key, \Stringable|string|int|float|bool|array $value): Span {}

    /**
     * Sets several attributes, all of them or none.
     *
     * ```php
     * $span->setAttributes(['http.request.method' => 'GET', 'http.response.status_code' => 200]);
     * ```
     *
     * @param array<string, AttributeValue|\Stringable> $attributes
     *
     * @throws \TypeError if no attribute can have one of the values
     */
    public function setAttributes(array $attributes): Span {}

    /**
     * Adds an event: something that happened during the span.
     *
     * ```php
     * $span->addEvent('cache miss', ['key' => 'stock:42']);
     * ```
     *
     * @param array<string, AttributeValue|\Stringable> $attributes
     * @param float|null $time unix time in seconds; null is now
     *
     * @throws \TypeError if no attribute can have one of the values
     * @throws \ValueError if $time is no time
     */
    public function addEvent(string $name, array $attributes = [], ?float $time = null): Span {}

    /**
     * Links to a related span other than the parent.
     *
     * ```php
     * foreach ($messages as $message) {
     *     $context = TracedCoroutine::extract($message->headers);
     *     $context && $span->addLink($context, ['message.id' => $message->id]);
     * }
     * ```
     *
     * @param array<string, AttributeValue|\Stringable> $attributes
     *
     * @throws \TypeError if no attribute can have one of the values
     */
    public function addLink(SpanContext $context, array $attributes = []): Span {}

    /**
     * Adds an event "exception" with the class, the message, and the stack trace with all previous exceptions. The span's
     * status stays as it is: whether it failed is for setStatus() to say.
     *
     * ```php
     * try {
     *     charge($card);
     * } catch (Declined $declined) {
     *     $span->recordException($declined)->setStatus(TracedCoroutine\StatusCode::Error, 'declined');
     * }
     * ```
     *
     * @param array<string, AttributeValue|\Stringable> $attributes further ones; they override exception.*
     *
     * @throws \TypeError if no attribute can have one of the values
     */
    public function recordException(\Throwable $exception, array $attributes = []): Span {}

    /**
     * Sets the status. Ok is final, and Unset is ignored.
     *
     * ```php
     * $span->setStatus(TracedCoroutine\StatusCode::Error, 'no stock');
     * ```
     *
     * @param string $description of an error; ignored with other codes
     */
    public function setStatus(StatusCode $code, string $description = ''): Span {}

    /**
     * Sets the span kind, if it was not known at the start.
     *
     * ```php
     * $span->setKind(TracedCoroutine\SpanKind::Client);
     * ```
     */
    public function setKind(SpanKind $kind): Span {}

    /**
     * ```php
     * TracedCoroutine::currentSpan()?->updateName("GET $route");
     * ```
     */
    public function updateName(string $name): Span {}

    /**
     * Ends a manual span; from then on it ignores everything. The span of a coroutine ends with the coroutine only.
     *
     * ```php
     * $span->end();
     * ```
     *
     * @param float|null $endTime unix time in seconds; null is now
     *
     * @throws \ValueError if $endTime is no time
     */
    public function end(?float $endTime = null): void {}

    /**
     * ```php
     * if ($span->isRecording()) {
     *     $span->setAttribute('report', $report->summary());   // costly, and useless for a span that is not recorded
     * }
     * ```
     *
     * @return bool false once it has ended, and where it is not sampled
     */
    public function isRecording(): bool {}

    /**
     * ```php
     * $traceId = $span->getContext()->getTraceId();
     * ```
     */
    public function getContext(): SpanContext {}

    /**
     * Makes the span current in the running coroutine, as the parent of the spans that start there, until the scope is detached.
     *
     * ```php
     * $scope = $span->activate();
     * try {
     *     TracedCoroutine::create('child');
     * } finally {
     *     $scope->detach();
     *     $span->end();
     * }
     * ```
     */
    public function activate(): Scope {}
}
