<?php

namespace TracedCoroutine;

/**
 * What the exporter `memory` holds: for tests of programs that are traced. It keeps 65,536 spans at most.
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
     * A clean start: forgets them, drops every span that is still open, of coroutines too, and makes nothing current in any
     * coroutine, neither spans nor baggage. Nothing from before appears afterwards, and nothing is its child.
     *
     * What is dropped so is counted in stats()['dropped']['reset']. Where the exporter `memory` is not in use it does nothing.
     *
     * ```php
     * protected function setUp(): void { TracedCoroutine\MemoryExporter::reset(); }
     * protected function tearDown(): void { self::assertSame(0, TracedCoroutine\MemoryExporter::reset()); } // no end() or detach() is missing
     * ```
     *
     * @return int how many spans were open and how many scopes were not detached: what was forgotten, or still runs
     */
    public static function reset(): int {}
}
