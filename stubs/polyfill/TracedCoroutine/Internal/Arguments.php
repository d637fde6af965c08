<?php

declare(strict_types=1);

namespace TracedCoroutine\Internal;

use ArgumentCountError;
use Stringable;
use TracedCoroutine\SpanOptions;
use TypeError;
use ValueError;

/** Refuses what the extension refuses, so that a program fails in the same way with and without it. */
final class Arguments
{
    private const ACCEPTED = 'string|int|float|bool or a list of one of them';

    private const LAST_SECOND = 9223372036;

    public static function attribute(string $argument, mixed $value): void
    {
        self::isAttribute($value)
            || throw new TypeError("$argument must be of type " . self::ACCEPTED . ', ' . get_debug_type($value) . ' given');
    }

    public static function attributes(string $argument, array $attributes): void
    {
        foreach ($attributes as $key => $value) {
            self::isAttribute($value)
                || throw new TypeError("$argument must be an array of " . self::ACCEPTED . ", \"$key\" is of type " . get_debug_type($value));
        }
    }

    public static function time(string $argument, ?float $seconds): void
    {
        $seconds === null || ($seconds >= 0.0 && $seconds <= self::LAST_SECOND)
            || throw new ValueError("$argument must be a unix time in seconds between 0 and " . self::LAST_SECOND);
    }

    public static function timeout(string $argument, float $seconds): void
    {
        // NAN is none.
        $seconds >= 0.0 && $seconds <= 86400.0 || throw new ValueError("$argument must be between 0 and 86400 (seconds)");
    }

    /** As PHP's own functions refuse names of arguments that they hand on. */
    public static function unnamed(string $method, array $arguments): void
    {
        array_is_list($arguments) || throw new ArgumentCountError("$method() does not accept unknown named parameters");
    }

    public static function nameless(string $argument, ?SpanOptions $options): void
    {
        $options?->name === null
            || throw new ValueError("$argument must have no name, \"$options->name\" given: argument #1 (\$name) names the span");
    }

    private static function isAttribute(mixed $value): bool
    {
        if (is_array($value)) {
            return array_is_list($value)
                && count(array_unique(array_map(get_debug_type(...), $value))) <= 1
                && ($value === [] || is_scalar($value[0]));
        }
        return is_scalar($value) || $value instanceof Stringable;
    }
}
