<?php

/**
 * Coroutines as spans that are closed exactly once, whatever ends them.
 */
final class TracedCoroutine
{
    /**
     * Starts a traced coroutine: a drop-in for Swoole\Coroutine::create().
     *
     * Its span is the child of the span that is current here, and ends when the coroutine does: by a return, an exception,
     * exit(), a cancellation, a time limit, a fatal error, or with the process. Where PHP loads no Swoole, a Fiber is
     * started instead; whoever took Fiber::getCurrent() inside the body resumes it.
     *
     * ```php
     * TracedCoroutine::create(function (int $order): void {
     *     TracedCoroutine::create('charge_card', $order);   // a child span
     * }, 42);
     * ```
     *
     * @param callable $callable the coroutine's body
     * @param mixed ...$args its arguments
     *
     * @return int|false the coroutine's id, or false where Swoole refuses (max_coroutine is reached)
     *
     * @throws TypeError if $callable cannot be called
     */
    public static function create(callable $callable, mixed ...$args): int|false {}

    /**
     * Exports everything that has finished so far.
     *
     * ```php
     * if (!TracedCoroutine::flush(1.0)) {
     *     error_log(json_encode(TracedCoroutine::stats()));
     * }
     * ```
     *
     * @param float $timeout how long to wait at most, in seconds, from 0 to 86400
     *
     * @return bool true if all of it was delivered within $timeout; never throws because of a collector
     *
     * @throws ValueError if $timeout is no time
     */
    public static function flush(float $timeout = 5.0): bool {}

    /**
     * Counters of this process. At any moment
     * started = exported + sum(dropped) + sum(failed) + open + queued.
     *
     * ```php
     * $lost = array_sum(TracedCoroutine::stats()['dropped']) + array_sum(TracedCoroutine::stats()['failed']);
     * ```
     *
     * @return array{
     *     started: int,
     *     finished: int,
     *     exported: int,
     *     dropped: array{queue_full: int},
     *     failed: array{export: int},
     *     open: int,
     *     queued: int,
     *     export_failures: int,
     *     retries: int,
     *     internal_errors: int,
     * }
     */
    public static function stats(): array {}

    /**
     * The spans that are open now: what hangs, since when, and whose child it is.
     *
     * ```php
     * foreach (TracedCoroutine::active() as $span) {
     *     $span['age'] > 30 && error_log("coroutine {$span['coroutine_id']} hangs in trace {$span['trace_id']}");
     * }
     * ```
     *
     * @return list<array{
     *     coroutine_id: int,
     *     parent_id: int,
     *     name: string,
     *     age: float,
     *     trace_id: string,
     *     span_id: string,
     *     parent_span_id: string|null,
     * }> parent_id is -1 for a coroutine that was created outside any; age is in seconds
     */
    public static function active(): array {}
}
