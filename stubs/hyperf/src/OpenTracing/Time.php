<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\OpenTracing;

use DateTimeInterface;

/** Times as callers of OpenTracing give them: its interface says seconds, Zipkin's driver and hyperf/tracer say microseconds. */
final class Time
{
    /** No second of this millennium is so great, and no microsecond since 1970 plus two weeks so small. */
    private const FIRST_MICROSECOND = 1_000_000_000_000;

    public static function seconds(DateTimeInterface|int|float|string|null $time): ?float
    {
        if ($time === null) {
            return null;
        }
        $number = (float) ($time instanceof DateTimeInterface ? $time->format('U.u') : $time);

        return $number >= self::FIRST_MICROSECOND ? $number / 1e6 : $number;
    }
}
