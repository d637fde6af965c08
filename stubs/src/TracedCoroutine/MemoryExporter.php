<?php

namespace TracedCoroutine;

/**
 * The spans held by the exporter `memory`, for tests of traced programs. It keeps 65,536 spans at most.
 *
 * @phpstan-type AttributeValue string|int|float|bool|list<string>|list<int>|list<float>|list<bool>
 */
final class MemoryExporter
{
    /**
     * The spans exported so far, in the order of their ends.
     *
     * ```php
     * // php -d traced_coroutine.exporter=memory
     * TracedCoroutine::create('job');
     * TracedCoroutine::flush();
     * assert(TracedCoroutine\MemoryExporter::getSpans()[0]['attributes']['coroutine.outcome'] === 'returned');
     * ```
     *
     * @return list<array{
     *     name: string,
     *     kind: 'internal'|'server'|'client'|'producer'|'consumer',
     *     trace_id: string,
     *     span_id: string,
     *     parent_span_id: string|null,
     *     start_time_unix_nano: int,
     *     end_time_unix_nano: int,
     *     attributes: array<string, AttributeValue>,
     *     events: list<array{name: string, time_unix_nano: int, attributes: array<string, AttributeValue>}>,
     *     links: list<array{trace_id: string, span_id: string, attributes: array<string, AttributeValue>}>,
     *     trace_state: string,
     *     dropped: array{attributes: int, events: int, links: int},
     *     status: array{code: 'unset'|'ok'|'error', description: string},
     * }> times: nanoseconds since 1970, by OTLP's names, because a float of that many seconds is no finer than 238 ns; dropped: what
     *     the limits left out
     */
    public static function getSpans(): array {}

    /**
     * Resets everything for the next test: removes the finished spans, drops every open span, of coroutines too, and clears the
     * current span and the baggage of every coroutine. No earlier span appears afterwards, not even as a parent.
     *
     * Dropped spans are counted in stats()['dropped']['reset']. Without the exporter `memory` it does nothing.
     *
     * ```php
     * protected function setUp(): void { TracedCoroutine\MemoryExporter::reset(); }
     * protected function tearDown(): void { self::assertSame(0, TracedCoroutine\MemoryExporter::reset()); } // no end() or detach() is missing
     * ```
     *
     * @return int the number of spans that were open, plus that of scopes that were not detached
     */
    public static function reset(): int {}
}
