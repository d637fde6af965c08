<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\OpenTracing;

use Stringable;

/** OpenTracing takes any value as a tag or a log field; an attribute is a scalar. */
final class AttributeValue
{
    public static function of(mixed $value, bool $isNumber = false): string|int|float|bool
    {
        if ($isNumber && is_string($value) && ctype_digit($value)) {
            return (int) $value;
        }

        return is_scalar($value) ? $value : self::text($value);
    }

    public static function text(mixed $value): string
    {
        return match (true) {
            is_scalar($value), $value === null, $value instanceof Stringable => (string) $value,
            is_resource($value) => get_debug_type($value),
            default => json_encode($value, JSON_PARTIAL_OUTPUT_ON_ERROR) ?: get_debug_type($value),
        };
    }
}
