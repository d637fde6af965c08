<?php

declare(strict_types=1);

namespace TracedCoroutine;

/** The context that OpenTelemetry calls invalid: its ids are zeros. */
final class SpanContext
{
    public function getTraceId(): string
    {
        return str_repeat('0', 32);
    }

    public function getSpanId(): string
    {
        return str_repeat('0', 16);
    }

    public function getTraceFlags(): int
    {
        return 0;
    }

    public function getTraceState(): string
    {
        return '';
    }

    public function isValid(): bool
    {
        return false;
    }

    public function isRemote(): bool
    {
        return false;
    }

    public function isSampled(): bool
    {
        return false;
    }

    public function toTraceparent(): string
    {
        return "00-{$this->getTraceId()}-{$this->getSpanId()}-00";
    }

    public function activate(): Scope
    {
        return new Scope();
    }
}
