<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf;

use TracedCoroutine;
use TracedCoroutine\SpanOptions;

/**
 * What a coroutine of Hyperf's runs, inside of the closure by which Hyperf's Coroutine::create() catches and logs exceptions.
 *
 * The span of `traced_coroutine.instrument=coroutine` is that of Hyperf's closure, which has no name of the program's and never
 * fails.
 */
final class CoroutineCode
{
    /** Where the coroutine gets such a span, that is named after what runs, and has its exception. Elsewhere it stays untraced. */
    public static function seen(callable $callable, callable $code, SpanOptions $options): callable
    {
        $outer = self::currentId();
        if ($outer === null) {
            return $callable;
        }
        $wrapped = TracedCoroutine::wrap($callable, $options, $code);

        // A coroutine without a span of its own sees the one that it was started in.
        return static fn (): mixed => self::currentId() === $outer ? $callable() : $wrapped();
    }

    private static function currentId(): ?string
    {
        return TracedCoroutine::currentSpan()?->getContext()->getSpanId();
    }
}
