--TEST--
TracerContext::getTraceId() has the trace id in each coroutine of the trace
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_hyperf();
--FILE--
<?php
require __DIR__ . '/../support/hyperf.inc';

spans_in_hyperf(<<<'PHP'
    <?php
    use App\Request;
    use Hyperf\Coroutine\Coroutine;
    use Hyperf\Tracer\TracerContext;
    use function Hyperf\Coroutine\go;

    Request::handle(function (): void {
        $ofRequest = TracerContext::getTraceId();
        var_dump($ofRequest === TracedCoroutine::currentSpan()->getContext()->getTraceId());
        $check = function () use ($ofRequest): void {
            var_dump($ofRequest === TracerContext::getTraceId());
        };
        go(fn () => go($check));
        Coroutine::fork($check);
    });
    PHP);
--EXPECT--
bool(true)
bool(true)
bool(true)
