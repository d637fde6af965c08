<?php

declare(strict_types=1);

namespace TracedCoroutine;

/** There are no spans that it could hold. */
final class MemoryExporter
{
    public static function getSpans(): array
    {
        return [];
    }

    public static function reset(): int
    {
        return 0;
    }
}
