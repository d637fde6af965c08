<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\OpenTracing;

use OpenTracing\Span;
use Throwable;
use TracedCoroutine;
use TracedCoroutine\Scope;
use TracedCoroutine\SpanKind;
use TracedCoroutine\StatusCode;

use const OpenTracing\Tags\ERROR;
use const OpenTracing\Tags\SPAN_KIND;

/** OpenTracing's span over one of the extension. */
final class NativeSpan implements Span
{
    /** The name of coroutines' spans. */
    public const COROUTINE = 'coroutine';

    /** OpenTracing's and hyperf/tracer's names of what OpenTelemetry says of an exception. */
    private const EXCEPTION_FIELDS = [
        'error.kind' => 'exception.type',
        'message' => 'exception.message',
        'stack' => 'exception.stacktrace',
        'stacktrace' => 'exception.stacktrace',
    ];

    /** What OpenTelemetry, OpenTracing and the extension have as numbers; hyperf/tracer and its users say them as strings. */
    private const NUMBERS = [
        'client.port' => true,
        'code.line.number' => true,
        'code.lineno' => true,
        'coroutine.id' => true,
        'db.operation.batch.size' => true,
        'db.response.returned_rows' => true,
        'destination.port' => true,
        'http.request.body.size' => true,
        'http.request.resend_count' => true,
        'http.request.size' => true,
        'http.request_content_length' => true,
        'http.resend_count' => true,
        'http.response.body.size' => true,
        'http.response.size' => true,
        'http.response.status_code' => true,
        'http.response_content_length' => true,
        'http.status_code' => true,
        'messaging.batch.message_count' => true,
        'messaging.message.body.size' => true,
        'messaging.message.envelope.size' => true,
        'net.host.port' => true,
        'net.peer.port' => true,
        'net.sock.host.port' => true,
        'net.sock.peer.port' => true,
        'network.local.port' => true,
        'network.peer.port' => true,
        'peer.port' => true,
        'process.pid' => true,
        'rpc.grpc.status_code' => true,
        'server.port' => true,
        'source.port' => true,
        'thread.id' => true,
        'url.port' => true,
    ];

    private ?NativeSpanContext $context = null;

    /** @param array<string, string>|null $baggage null for a coroutine's own span: what is current there */
    public function __construct(
        private readonly TracedCoroutine\Span $span,
        private string $operationName,
        private ?array $baggage = [],
    ) {
    }

    /** Makes it current in the running coroutine. */
    public function activate(): Scope
    {
        $scope = $this->span->activate();
        foreach ($this->baggage ?? [] as $key => $value) {
            TracedCoroutine::setBaggage((string) $key, $value);
        }

        return $scope;
    }

    public function is(string $spanId): bool
    {
        return $this->getContext()->native()->getSpanId() === $spanId;
    }

    public function getOperationName(): string
    {
        return $this->operationName;
    }

    public function getContext(): NativeSpanContext
    {
        return $this->context ??= new NativeSpanContext($this->span->getContext(), $this->baggage());
    }

    /** A coroutine's own span is ended by the coroutine alone. */
    public function finish($finishTime = null): void
    {
        $this->span->end(Time::seconds($finishTime));
    }

    public function overwriteOperationName(string $newOperationName): void
    {
        $this->operationName = $newOperationName;
        $this->span->updateName($newOperationName);
    }

    /** `error` is the span's status, `span.kind` its kind; all else becomes an attribute of that name. */
    public function setTag(string $key, $value): void
    {
        match ($key) {
            ERROR => $this->setError($value),
            SPAN_KIND => $this->setKind($value),
            default => $this->span->setAttribute($key, AttributeValue::of($value, isset(self::NUMBERS[$key]))),
        };
    }

    public function log(array $fields = [], $timestamp = null): void
    {
        $fields = self::named($fields);
        $exception = $fields['error.object'] ?? null;
        if ($exception instanceof Throwable) {
            $this->span->recordException($exception);
            return;
        }
        $isException = isset($fields['error.kind']) || isset($fields['stack']) || isset($fields['stacktrace']);
        $name = $isException ? 'exception' : AttributeValue::text($fields['event'] ?? 'log');
        $attributes = [];
        foreach ($fields as $key => $value) {
            $key = $isException ? self::EXCEPTION_FIELDS[$key] ?? $key : $key;
            $key === 'event' || $attributes[(string) $key] = AttributeValue::of($value);
        }
        $this->span->addEvent($name, $attributes, Time::seconds($timestamp));
    }

    public function addBaggageItem(string $key, string $value): void
    {
        $this->baggage = [$key => $value] + $this->baggage();
        $this->context = null;
        $current = TracedCoroutine::currentSpan()?->getContext()->getSpanId();
        // What is current carries it to the coroutines and services that are called from here on.
        $current !== null && $this->is($current) && TracedCoroutine::setBaggage($key, $value);
    }

    public function getBaggageItem(string $key): ?string
    {
        return $this->baggage()[$key] ?? null;
    }

    /** @return array<string, string> */
    private function baggage(): array
    {
        return $this->baggage ??= TracedCoroutine::getBaggage();
    }

    private function setError(mixed $value): void
    {
        $failed = filter_var($value, FILTER_VALIDATE_BOOLEAN, FILTER_NULL_ON_FAILURE);
        $this->span->setStatus(match ($failed) {
            true => StatusCode::Error,
            false => StatusCode::Ok,
            null => StatusCode::Unset,
        });
    }

    private function setKind(mixed $value): void
    {
        $this->span->setKind(match ($value) {
            'server' => SpanKind::Server,
            'client' => SpanKind::Client,
            'producer' => SpanKind::Producer,
            'consumer' => SpanKind::Consumer,
            default => SpanKind::Internal,
        });
    }

    /** hyperf/tracer's aspects log ['message', $text, ...], which loses the name. */
    private static function named(array $fields): array
    {
        if (array_key_exists(1, $fields) && ($fields[0] ?? null) === 'message') {
            $fields = ['message' => $fields[1]] + $fields;
            unset($fields[0], $fields[1]);
        }

        return $fields;
    }
}
