<?php

namespace TracedCoroutine;

/**
 * What the exporter `memory` holds: for tests of programs that are traced. It keeps 65,536 spans at most.
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
     *     kind: 'internal',
     *     trace_id: string,
     *     span_id: string,
     *     parent_span_id: string|null,
     *     start_time: int,
     *     end_time: int,
     *     attributes: array<string, string|int|float|bool>,
     *     events: list<array{name: string, time: int, attributes: array<string, string|int|float|bool>}>,
     *     status: array{code: 'unset'|'ok'|'error', description: string},
     * }> times are nanoseconds since 1970
     */
    public static function getSpans(): array {}

    /**
     * Forgets them.
     *
     * ```php
     * protected function setUp(): void { TracedCoroutine\MemoryExporter::reset(); }
     * ```
     */
    public static function reset(): void {}
}
