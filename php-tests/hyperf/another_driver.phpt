--TEST--
With another driver coroutines are traced too, and its own spans stay one trace
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
    use function Hyperf\Coroutine\{co, go};

    Request::handle(function (): void {
        $ofRequest = TracerContext::getRoot()->getContext()->getContext()->getTraceId();
        go(fn () => co(function () use ($ofRequest): void {
            $span = TracerContext::getTracer()->startSpan('query', ['child_of' => TracerContext::getRoot()->getContext()]);
            var_dump($span->getContext()->getContext()->getTraceId() === $ofRequest);
            $span->finish();
        }));
    });
    PHP, ['default' => 'zipkin']);
--EXPECT--
bool(true)
- {closure}:8 returned, unset
  - {closure}:8 returned, unset
