<?php

namespace TracedCoroutine;

/**
 * Identifies a span across coroutines and processes. It comes from Span::getContext() or TracedCoroutine::extract().
 */
final class SpanContext
{
    /**
     * ```php
     * error_log("trace {$span->getContext()->getTraceId()}");
     * ```
     *
     * @return string 32 hexadecimal digits
     */
    public function getTraceId(): string {}

    /**
     * ```php
     * $response->header('x-span-id', $span->getContext()->getSpanId());
     * ```
     *
     * @return string 16 hexadecimal digits
     */
    public function getSpanId(): string {}

    /**
     * ```php
     * $isSampled = ($context->getTraceFlags() & 1) === 1;
     * ```
     *
     * @return int W3C's trace flags: 1 means sampled, 2 that the trace's id is random; the sum where both are so
     */
    public function getTraceFlags(): int {}

    /**
     * ```php
     * TracedCoroutine::extract($request->header)?->getTraceState();   // "vendor=value,other=value"
     * ```
     *
     * @return string as the header tracestate has it; empty where there is none
     */
    public function getTraceState(): string {}

    /**
     * ```php
     * $span->getContext()->isValid() || error_log('tracing is off');
     * ```
     *
     * @return bool false where tracing is off: then the ids are zeros
     */
    public function isValid(): bool {}

    /**
     * ```php
     * assert(TracedCoroutine::extract($request->header)?->isRemote() !== false);
     * ```
     *
     * @return bool true if it came from another process
     */
    public function isRemote(): bool {}

    /**
     * ```php
     * if ($span->getContext()->isSampled()) {
     *     $span->setAttribute('db.query.text', $query->describe());
     * }
     * ```
     */
    public function isSampled(): bool {}

    /**
     * ```php
     * $job['traceparent'] = $span->getContext()->toTraceparent();   // extract() reads it where the job is done
     * ```
     *
     * @return string as the header traceparent has it: "00-" trace id "-" span id "-" flags
     */
    public function toTraceparent(): string {}

    /**
     * Makes the context current in the running coroutine, together with the baggage that extract() read.
     *
     * ```php
     * $scope = TracedCoroutine::extract($request->header)?->activate();
     * TracedCoroutine::create('handle', $request);   // a child of the caller's span, with the caller's baggage
     * $scope?->detach();
     * ```
     */
    public function activate(): Scope {}
}
