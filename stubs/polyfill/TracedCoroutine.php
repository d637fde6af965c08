<?php

declare(strict_types=1);

use TracedCoroutine\Internal\Arguments;
use TracedCoroutine\Span;
use TracedCoroutine\SpanContext;
use TracedCoroutine\SpanOptions;

/**
 * Runs everything untraced, in coroutines of Swoole or OpenSwoole where PHP loads it, in Fibers elsewhere.
 *
 * PHP code sees no private methods of its caller: where the extension takes [$this, 'hidden'], this wants $this->hidden(...).
 */
final class TracedCoroutine
{
    public static function create(callable $func, mixed ...$param): int|false
    {
        Arguments::unnamed(__METHOD__, $param);
        if (extension_loaded('swoole')) {
            return Swoole\Coroutine::create($func, ...$param);
        }
        if (extension_loaded('openswoole')) {
            return OpenSwoole\Coroutine::create($func, ...$param);
        }
        static $last = 0;
        $id = ++$last;
        (new Fiber($func))->start(...$param);
        return $id;
    }

    public static function start(SpanOptions $options, callable $func, mixed ...$param): int|false
    {
        Arguments::unnamed(__METHOD__, $param);
        return self::create($func, ...$param);
    }

    public static function wrap(callable $func, ?SpanOptions $options = null, ?callable $code = null): Closure
    {
        return Closure::fromCallable($func);
    }

    public static function trace(string $name, callable $func, ?SpanOptions $options = null): mixed
    {
        Arguments::nameless(__METHOD__ . '(): Argument #3 ($options)', $options);
        return $func();
    }

    public static function startSpan(string $name, ?SpanOptions $options = null): Span
    {
        Arguments::nameless(__METHOD__ . '(): Argument #2 ($options)', $options);
        return new Span();
    }

    public static function currentSpan(): ?Span
    {
        return null;
    }

    public static function localRootSpan(): ?Span
    {
        return null;
    }

    public static function inject(array &$carrier): void
    {
    }

    public static function extract(array $carrier): ?SpanContext
    {
        return null;
    }

    public static function getBaggage(): array
    {
        return [];
    }

    public static function setBaggage(string $key, ?string $value): void
    {
    }

    public static function flush(float $timeout = 5.0): bool
    {
        Arguments::timeout(__METHOD__ . '(): Argument #1 ($timeout)', $timeout);
        return true;
    }

    public static function stats(): array
    {
        return [
            'started' => 0,
            'finished' => 0,
            'exported' => 0,
            'dropped' => ['queue_full' => 0, 'too_many_open' => 0, 'keep_overflow' => 0, 'sampled_out' => 0, 'shutdown' => 0, 'reset' => 0, 'spool_full' => 0, 'spool_expired' => 0],
            'failed' => ['timeout' => 0, 'unreachable' => 0, 'rejected' => 0, 'shutdown' => 0, 'other' => 0],
            'open' => 0,
            'queued' => 0,
            'spooled' => 0,
            'held' => 0,
            'not_sampled' => 0,
            'ended_with_coroutine' => 0,
            'detached' => 0,
            'adopted' => 0,
            'adopted_twice_possible' => 0,
            'unrecorded' => 0,
            'details_dropped' => 0,
            'scope_misuses' => 0,
            'export_failures' => 0,
            'retries' => 0,
            'internal_errors' => 0,
            'exporters' => [],
        ];
    }

    public static function active(): array
    {
        return [];
    }

    public static function selfTest(float $timeout = 2.0): array
    {
        Arguments::timeout(__METHOD__ . '(): Argument #1 ($timeout)', $timeout);
        return [
            'exporters' => [],
            'trace_id' => str_repeat('0', 32),
            'tracing' => 'off',
            'tracing_source' => 'the extension traced_coroutine is not loaded',
            'instrument' => 'none',
            'sampler' => 'none',
            'swoole' => phpversion('swoole') ?: 'not loaded',
            'runtime' => 'none',
            'end_hook' => 'none',
            'end_hook_reason' => 'tracing is off',
            'log' => 'nowhere',
            'notes' => ['the extension traced_coroutine is not loaded: nothing is traced'],
        ];
    }
}
