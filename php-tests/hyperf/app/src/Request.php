<?php

declare(strict_types=1);

namespace App;

use Hyperf\Tracer\SpanStarter;
use Hyperf\Tracer\TracerContext;
use Swoole\Coroutine;

/** What hyperf/tracer does around a request, in a coroutine that Swoole made for it: its id is the answer. */
final class Request
{
    use SpanStarter;

    public static function handle(callable $body, string $name = 'request'): int
    {
        return Coroutine::create(static function () use ($body, $name): void {
            $span = (new self())->startSpan($name);
            Coroutine::defer(static fn () => TracerContext::getTracer()->flush());
            try {
                $body();
            } finally {
                $span->finish();
            }
        });
    }
}
