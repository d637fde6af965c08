--TEST--
Each coroutine has an active span of its own, which is the span that is current in the extension
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
    use Hyperf\Coroutine\Coroutine;
    use Hyperf\Tracer\TracerContext;
    use function Hyperf\Coroutine\go;

    $tracer = TracerContext::getTracer();
    var_dump($tracer->getActiveSpan(), $tracer->getScopeManager()->getActive());
    Request::handle(function () use ($tracer): void {
        echo $tracer->getActiveSpan()->getOperationName(), "\n";
        $outer = $tracer->startActiveSpan('outer');
        go(function () use ($tracer): void {
            $scope = $tracer->startActiveSpan('active in the coroutine');
            Coroutine::sleep(0.002);
            TracedCoroutine::trace('traced in the coroutine', fn () => $tracer->startSpan('under it')->finish());
            $scope->close();
            $scope->close();
        });
        $inner = $tracer->startActiveSpan('inner', ['finish_span_on_close' => false]);
        Coroutine::sleep(0.001);
        echo $tracer->getActiveSpan()->getOperationName(), "\n";
        $inner->close();
        $inner->getSpan()->log(['event' => 'not finished by close()']);
        $inner->getSpan()->finish();
        echo $tracer->getActiveSpan()->getOperationName(), "\n";
        $tracer->startSpan('ignores it', ['ignore_active_span' => true])->finish();
        $outer->close();
        $tracer->getScopeManager()->getActive()->close(); // the request's own scope is hyperf/tracer's
        Coroutine::sleep(0.003);
    });

    return function (): void {
        echo TracedCoroutine::stats()['scope_misuses'], " scopes misused\n";
    };
    PHP);
--EXPECT--
NULL
NULL
request
inner
outer
0 scopes misused
- [request] server unset
  - [outer] unset
    - {closure}:12 returned, unset
      - [active in the coroutine] unset
        - [traced in the coroutine] unset
          - [under it] unset
    - [inner] unset
        ! not finished by close() 
- [ignores it] unset
