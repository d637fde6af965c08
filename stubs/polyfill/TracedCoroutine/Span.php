<?php

declare(strict_types=1);

namespace TracedCoroutine;

use Stringable;
use Throwable;
use TracedCoroutine\Internal\Arguments;

/** A span that is not recorded. */
final class Span
{
    public function setAttribute(string $key, Stringable|string|int|float|bool|array $value): Span
    {
        Arguments::attribute(__METHOD__ . '(): Argument #2 ($value)', $value);
        return $this;
    }

    public function setAttributes(array $attributes): Span
    {
        Arguments::attributes(__METHOD__ . '(): Argument #1 ($attributes)', $attributes);
        return $this;
    }

    public function addEvent(string $name, array $attributes = [], ?float $time = null): Span
    {
        Arguments::attributes(__METHOD__ . '(): Argument #2 ($attributes)', $attributes);
        Arguments::time(__METHOD__ . '(): Argument #3 ($time)', $time);
        return $this;
    }

    public function addLink(SpanContext $context, array $attributes = []): Span
    {
        Arguments::attributes(__METHOD__ . '(): Argument #2 ($attributes)', $attributes);
        return $this;
    }

    public function recordException(Throwable $exception, array $attributes = []): Span
    {
        Arguments::attributes(__METHOD__ . '(): Argument #2 ($attributes)', $attributes);
        return $this;
    }

    public function setStatus(StatusCode $code, string $description = ''): Span
    {
        return $this;
    }

    public function setKind(SpanKind $kind): Span
    {
        return $this;
    }

    public function updateName(string $name): Span
    {
        return $this;
    }

    public function end(?float $endTime = null): void
    {
        Arguments::time(__METHOD__ . '(): Argument #1 ($endTime)', $endTime);
    }

    public function isRecording(): bool
    {
        return false;
    }

    public function getContext(): SpanContext
    {
        return new SpanContext();
    }

    public function activate(): Scope
    {
        return new Scope();
    }
}
