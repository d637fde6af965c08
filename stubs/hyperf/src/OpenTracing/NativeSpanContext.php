<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\OpenTracing;

use ArrayIterator;
use OpenTracing\SpanContext;
use TracedCoroutine;
use Traversable;

/** OpenTracing's span context over one of the extension, with the baggage that OpenTracing keeps beside it. Immutable. */
final class NativeSpanContext implements SpanContext
{
    /** @param array<string, string> $baggage */
    public function __construct(private readonly TracedCoroutine\SpanContext $context, private readonly array $baggage = [])
    {
    }

    public function native(): TracedCoroutine\SpanContext
    {
        return $this->context;
    }

    /** @return array<string, string> */
    public function baggage(): array
    {
        return $this->baggage;
    }

    public function getBaggageItem(string $key): ?string
    {
        return $this->baggage[$key] ?? null;
    }

    public function withBaggageItem(string $key, string $value): SpanContext
    {
        return new self($this->context, [$key => $value] + $this->baggage);
    }

    public function getIterator(): Traversable
    {
        return new ArrayIterator($this->baggage);
    }
}
