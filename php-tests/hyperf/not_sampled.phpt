--TEST--
An unsampled request runs unchanged, and other services receive a trace that is not sampled
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

run_in_hyperf(<<<'PHP'
    <?php
    use App\Request;
    use Hyperf\Tracer\TracerContext;
    use function Hyperf\Coroutine\{go, parallel};
    use const OpenTracing\Formats\TEXT_MAP;

    Request::handle(function (): void {
        go(fn () => throw new Exception('caught by Hyperf'));
        go(function (): void {
            $span = TracerContext::getTracer()->startSpan('call', ['child_of' => TracerContext::getRoot()->getContext()]);
            $span->setTag('key', 'value');
            TracerContext::getTracer()->inject($span->getContext(), TEXT_MAP, $headers);
            echo substr($headers['traceparent'], -3), "\n";
            $span->finish();
        });
        echo implode(' ', parallel([fn () => 'one', fn () => 'two'])), "\n";
    });
    PHP, environment: ['OTEL_TRACES_SAMPLER' => 'always_off']);
--EXPECT--
-02
one two
(no spans)
