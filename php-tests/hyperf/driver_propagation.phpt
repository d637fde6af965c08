--TEST--
inject() and extract() carry a span and its baggage as text map and as headers, and refuse other formats
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

$spans = run_in_hyperf(<<<'PHP'
    <?php
    use Hyperf\Tracer\TracerContext;
    use OpenTracing\UnsupportedFormatException;
    use const OpenTracing\Formats\{BINARY, HTTP_HEADERS, TEXT_MAP};

    $tracer = TracerContext::getTracer();
    $span = $tracer->startSpan('caller');
    $span->addBaggageItem('tenant', 'acme & co');
    echo $span->getBaggageItem('tenant'), ' ', var_export($span->getBaggageItem('none'), true), "\n";
    foreach ([TEXT_MAP, HTTP_HEADERS] as $format) {
        $carrier = ['kept' => 'as it is'];
        $tracer->inject($span->getContext()->withBaggageItem('user', 'u-1'), $format, $carrier);
        echo implode(' ', array_keys($carrier)), ' ', $carrier['baggage'], "\n";
        $context = $tracer->extract($format, array_change_key_case($carrier, CASE_UPPER));
        echo json_encode(iterator_to_array($context)), "\n";
        $child = $tracer->startSpan("called by $format", ['child_of' => $context]);
        echo $child->getBaggageItem('user'), "\n";
        $child->finish();
    }
    $object = new ArrayObject();
    $tracer->inject($span->getContext(), TEXT_MAP, $object);
    echo isset($object['traceparent']) && $tracer->extract(TEXT_MAP, $object) !== null ? "an object will do\n" : "!! lost\n";
    $span->finish();
    var_dump($tracer->extract(TEXT_MAP, []), $tracer->extract(TEXT_MAP, ['traceparent' => 'nonsense']));
    foreach ([fn () => $tracer->extract(BINARY, ''), function () use ($tracer, $span): void {
        $carrier = '';
        $tracer->inject($span->getContext(), BINARY, $carrier);
    }] as $call) {
        try {
            $call();
        } catch (UnsupportedFormatException $error) {
            echo $error->getMessage(), "\n";
        }
    }
    var_dump(TracedCoroutine::currentSpan(), TracedCoroutine::getBaggage());
    PHP);
--EXPECT--
acme & co NULL
kept traceparent baggage user=u-1,tenant=acme%20&%20co
{"user":"u-1","tenant":"acme & co"}
u-1
kept traceparent baggage user=u-1,tenant=acme%20&%20co
{"user":"u-1","tenant":"acme & co"}
u-1
an object will do
NULL
NULL
The format "binary" is not supported.
The format "binary" is not supported.
NULL
array(0) {
}
- [caller] unset
  - [called by text_map] unset
  - [called by http_headers] unset
