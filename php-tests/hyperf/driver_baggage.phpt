--TEST--
Baggage of a request goes to its coroutines and to the services that they call
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
    use function Hyperf\Coroutine\go;
    use const OpenTracing\Formats\TEXT_MAP;

    Request::handle(function (): void {
        TracerContext::getRoot()->addBaggageItem('tenant', 'acme');
        go(function (): void {
            $root = TracerContext::getRoot();
            $child = TracerContext::getTracer()->startSpan('call', ['child_of' => $root->getContext()]);
            TracerContext::getTracer()->inject($child->getContext(), TEXT_MAP, $headers);
            $child->finish();
            echo json_encode([$root->getBaggageItem('tenant'), TracedCoroutine::getBaggage(), $headers['baggage']]), "\n";
        });
    });
    echo json_encode(TracedCoroutine::getBaggage()), "\n";
    PHP);
--EXPECT--
[]
["acme",{"tenant":"acme"},"tenant=acme"]
- [request] server unset
  - {closure}:9 returned, unset
    - [call] unset
