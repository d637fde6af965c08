<?php

namespace TracedCoroutine;

/**
 * Options for a span at its start. The constructor checks all values, so that starting a span cannot fail.
 *
 * @phpstan-import-type AttributeValue from MemoryExporter
 */
final class SpanOptions
{
    public readonly ?string $name;

    public readonly SpanKind $kind;

    /** @var array<string, AttributeValue|\Stringable> */
    public readonly array $attributes;

    /** @var list<SpanContext|array{0: SpanContext, 1?: array<string, AttributeValue|\Stringable>}> */
    public readonly array $links;

    public readonly SpanContext|false|null $parent;

    public readonly ?float $startTime;

    /**
     * ```php
     * new TracedCoroutine\SpanOptions(
     *     name: 'merge',
     *     kind: TracedCoroutine\SpanKind::Consumer,
     *     attributes: ['messages' => 2, 'queues' => ['orders', 'returns']],
     *     links: [$first->getContext(), [$second->getContext(), ['position' => 2]]],
     *     parent: false,
     *     startTime: microtime(true) - 0.5,
     * );
     * ```
     *
     * @param string|null $name the name of a coroutine's span, for start() and wrap(); null is what runs, or what
     *     traced_coroutine.span_name says. trace() and startSpan() have a name of their own, and refuse another one here
     * @param array<string, AttributeValue|\Stringable> $attributes
     * @param list<SpanContext|array{0: SpanContext, 1?: array<string, AttributeValue|\Stringable>}> $links
     *     related spans other than the parent
     * @param SpanContext|false|null $parent null is what is current where the span starts, false begins a new trace
     * @param float|null $startTime unix time in seconds; null is now
     *
     * @throws \TypeError if a value is of a type that no attribute, link or parent can have
     * @throws \ValueError if $startTime is no time
     */
    public function __construct(
        ?string $name = null,
        SpanKind $kind = SpanKind::Internal,
        array $attributes = [],
        array $links = [],
        SpanContext|false|null $parent = null,
        ?float $startTime = null,
    ) {}
}
