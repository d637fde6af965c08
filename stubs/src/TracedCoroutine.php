<?php

use TracedCoroutine\Span;
use TracedCoroutine\SpanContext;
use TracedCoroutine\SpanOptions;

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
     * started instead; the code that took Fiber::getCurrent() inside the body resumes it.
     *
     * The parameters have Swoole's names, so that named arguments work too. As there, the body's own arguments have no names:
     * create(func: 'f', id: 1) is an error.
     *
     * ```php
     * TracedCoroutine::create(function (int $order): void {
     *     TracedCoroutine::create('charge_card', $order);   // a child span
     * }, 42);
     * ```
     *
     * @param callable $func the coroutine's body
     * @param mixed ...$param its arguments
     *
     * @return int|false the coroutine's id, or false where Swoole refuses (max_coroutine is reached)
     *
     * @throws ArgumentCountError if $func is not given, or one of its arguments has a name
     * @throws TypeError if $func cannot be called
     */
    public static function create(callable $func, mixed ...$param): int|false {}

    /**
     * create() with a name, a kind, attributes, links, another parent or a start time for the coroutine's span.
     *
     * ```php
     * $options = new TracedCoroutine\SpanOptions('import', attributes: ['shop.file' => 'stock.csv']);
     * TracedCoroutine::start($options, function (string $file): void {}, 'stock.csv');
     * ```
     *
     * @param SpanOptions $options the span's options
     * @param callable $func the coroutine's body
     * @param mixed ...$param its arguments
     *
     * @return int|false the coroutine's id, or false where Swoole refuses
     *
     * @throws ArgumentCountError as create()
     * @throws TypeError if $func cannot be called, or $options is something else
     */
    public static function start(SpanOptions $options, callable $func, mixed ...$param): int|false {}

    /**
     * A closure that runs $func in a span, for coroutines that others start: go(), Coroutine\parallel(), a WaitGroup,
     * a pool, a bare Fiber.
     *
     * The span is a child of the one that is current where wrap() is called. In a coroutine that begins after that, and has
     * no span of its own, it becomes the coroutine's span, with its outcome; elsewhere, as in a consumer that takes job after
     * job, it is a manual span around the call.
     *
     * ```php
     * go(TracedCoroutine::wrap(fn () => query_warehouse('shoes')));
     * ```
     *
     * @param callable $func what to run; the closure hands its arguments on, and its result back
     * @param SpanOptions|null $options as for start()
     * @param callable|null $code what code.function.name and its neighbours name, where $func only wraps it
     *
     * @throws TypeError if $func or $code cannot be called
     */
    public static function wrap(callable $func, ?SpanOptions $options = null, ?callable $code = null): Closure {}

    /**
     * Runs $func in a span of its own, which is current meanwhile, and returns what it returns.
     *
     * An exception that leaves $func is recorded, makes the span a failed one, and goes on.
     *
     * ```php
     * $stock = TracedCoroutine::trace('query stock', fn (): array => $pdo->query('SELECT ...')->fetchAll());
     * ```
     *
     * @template T
     *
     * @param string $name the span's name
     * @param callable(): T $func called without arguments
     * @param SpanOptions|null $options further options of the span; without a name
     *
     * @return T
     *
     * @throws TypeError if $func cannot be called
     * @throws ValueError if $options has a name
     */
    public static function trace(string $name, callable $func, ?SpanOptions $options = null): mixed {}

    /**
     * Starts a manual span, as a child of the current one. It is current only after activate(), and lasts until end(), or
     * until the coroutine ends that it was started in.
     *
     * ```php
     * $span = TracedCoroutine::startSpan('render', new TracedCoroutine\SpanOptions(attributes: ['page' => 3]));
     * try {
     *     render(3);
     * } finally {
     *     $span->end();
     * }
     * ```
     *
     * @param string $name the span's name
     * @param SpanOptions|null $options further options of the span; without a name
     *
     * @throws ValueError if $options has a name
     */
    public static function startSpan(string $name, ?SpanOptions $options = null): Span {}

    /**
     * The span that is current in the running coroutine: the one activated last, else the coroutine's own.
     *
     * ```php
     * TracedCoroutine::currentSpan()?->setAttribute('user.id', 'u-17');
     * ```
     *
     * @return Span|null null if no span is current
     */
    public static function currentSpan(): ?Span {}

    /**
     * The local root of the current span: the first span of its trace in this process, that of a request mostly. For what is
     * said of the whole request, wherever it is known.
     *
     * ```php
     * TracedCoroutine::localRootSpan()?->setAttribute('user.id', $user->id);
     * ```
     *
     * @return Span|null null if no span is current, or if the local root has ended or is not sampled
     */
    public static function localRootSpan(): ?Span {}

    /**
     * Writes the current context and baggage into $carrier, in each format of traced_coroutine.propagators: headers for a call
     * to another service. Other entries of $carrier stay.
     *
     * ```php
     * $headers = ['accept' => 'application/json'];
     * TracedCoroutine::inject($headers);
     * $client->setHeaders($headers);   // + traceparent, tracestate, baggage
     * ```
     *
     * @param array<array-key, mixed> $carrier
     */
    public static function inject(array &$carrier): void {}

    /**
     * Reads the caller's span out of the headers of a request, with the baggage that came along.
     *
     * ```php
     * $server->on('request', function ($request, $response): void {
     *     $parent = TracedCoroutine::extract($request->header);
     *     $options = new TracedCoroutine\SpanOptions(kind: TracedCoroutine\SpanKind::Server, parent: $parent);
     *     TracedCoroutine::trace('GET /', fn () => $response->end('hello'), $options);
     * });
     * ```
     *
     * @param array<array-key, mixed> $carrier names in any case; a value is a string, or a list of strings as in PSR-7
     *
     * @return SpanContext|null null if the headers name no span, or are malformed; malformed headers never throw
     */
    public static function extract(array $carrier): ?SpanContext {}

    /**
     * The baggage that is current in the running coroutine.
     *
     * ```php
     * $tenant = TracedCoroutine::getBaggage()['tenant'] ?? 'none';
     * ```
     *
     * @return array<string, string>
     */
    public static function getBaggage(): array {}

    /**
     * Sets an entry of the baggage that is current in the running coroutine. It goes to the coroutines created from here
     * on, and with inject() to other services; other coroutines that run already do not see it.
     *
     * An entry beyond W3C's limits (64 entries, 8192 bytes in all) and one whose key is no HTTP token is not set.
     *
     * ```php
     * TracedCoroutine::setBaggage('tenant', 'acme');
     * TracedCoroutine::setBaggage('tenant', null);   // removes it
     * ```
     *
     * @param string|null $value null removes the entry
     */
    public static function setBaggage(string $key, ?string $value): void {}

    /**
     * Exports all spans that have finished so far.
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
     * started + adopted = exported + sum(dropped) + sum(failed) + open + queued + spooled + held.
     *
     * ```php
     * $lost = array_sum(TracedCoroutine::stats()['dropped']) + array_sum(TracedCoroutine::stats()['failed']);
     * ```
     *
     * @return array{
     *     started: int,
     *     finished: int,
     *     exported: int,
     *     dropped: array{queue_full: int, too_many_open: int, keep_overflow: int, sampled_out: int, shutdown: int, reset: int, spool_full: int, spool_expired: int},
     *     failed: array{timeout: int, unreachable: int, rejected: int, shutdown: int, other: int},
     *     open: int,
     *     queued: int,
     *     spooled: int,
     *     held: int,
     *     not_sampled: int,
     *     ended_with_coroutine: int,
     *     detached: int,
     *     adopted: int,
     *     adopted_twice_possible: int,
     *     unrecorded: int,
     *     details_dropped: int,
     *     scope_misuses: int,
     *     export_failures: int,
     *     retries: int,
     *     internal_errors: int,
     *     exporters: array<string, array{
     *         exported: int,
     *         sent: int,
     *         failed: array{timeout: int, unreachable: int, rejected: int, shutdown: int, other: int},
     *         in_flight: int,
     *         spooled: int,
     *         dropped: int,
     *         last_attempt: float|null,
     *         last_success: float|null,
     *         last_failure: float|null,
     *         last_error: string|null,
     *     }>,
     * } dropped: spans that no exporter was given; failed: spans that at least one exporter was given and did not take;
     *     exporters: the same for each exporter by its name (but memory, which takes everything), with Unix times in
     *     seconds; last_failure and last_error are also of a try that is repeated; sent: handed to UDP, where nothing confirms
     *     that they arrive; held: ended spans that wait for the end of their trace (traced_coroutine.keep_errors); not_sampled: spans that the
     *     sampler did not want, which are not among the started ones
     */
    public static function stats(): array {}

    /**
     * The spans that are open now, of coroutines and manual ones: what hangs, since when, and whose child it is.
     *
     * ```php
     * foreach (TracedCoroutine::active() as $span) {
     *     $span['age'] > 30 && error_log("coroutine {$span['coroutine_id']} hangs in trace {$span['trace_id']}");
     * }
     * ```
     *
     * @return list<array{
     *     coroutine_id: int,
     *     coroutine_parent_id: int|null,
     *     name: string,
     *     age: float,
     *     trace_id: string,
     *     span_id: string,
     *     parent_span_id: string|null,
     * }> coroutine_id: the coroutine that the span covers, or for a manual span the one it was started in, -1 outside any;
     *     coroutine_parent_id: the coroutine that created the one that the span covers, -1 where it was created outside any,
     *     null for a manual span; age: in seconds; parent_span_id: null for the root of a trace
     */
    public static function active(): array {}

    /**
     * Finds out why no spans arrive: sends one marked span through each exporter now, and returns the result, the likely cause
     * of a failure, and the setting to change.
     *
     * It takes no longer than $timeout, and blocks the whole worker for that time, other coroutines too. It sends also where
     * tracing is off. The span is named `traced_coroutine self-test`, and counts neither in stats() nor for the sampler.
     *
     * ```php
     * print_r(TracedCoroutine::selfTest());
     * ```
     *
     * @param float $timeout how long to wait at most, in seconds, from 0 to 86400
     *
     * @return array{
     *     exporters: array<string, array{
     *         endpoint: string,
     *         delivered: 'yes'|'no'|'unconfirmed',
     *         seconds: float,
     *         answer: string,
     *         cause: string|null,
     *         remedy: string|null,
     *     }>,
     *     trace_id: string,
     *     tracing: 'on'|'off',
     *     tracing_source: string,
     *     instrument: string,
     *     sampler: string,
     *     swoole: string,
     *     runtime: string,
     *     end_hook: string,
     *     end_hook_reason: string,
     *     log: string,
     *     notes: list<string>,
     * } exporters: by name; seconds: how long it took; answer: as the other side gave it, or what the system says; cause and remedy: null where the span
     *     arrived; unconfirmed: sent over UDP; trace_id: to look the span up by; tracing_source: php.ini, default, or an
     *     environment variable; instrument: what is traced without code; notes: what else may keep spans from arriving
     *
     * @throws ValueError if $timeout is no time
     */
    public static function selfTest(float $timeout = 2.0): array {}
}
