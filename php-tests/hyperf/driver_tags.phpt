--TEST--
Tags become attributes, span.kind the kind and error the status
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
    use const OpenTracing\Tags\{ERROR, HTTP_METHOD, HTTP_STATUS_CODE, HTTP_URL, SPAN_KIND};

    $tracer = TracerContext::getTracer();
    foreach (['server', 'client', 'producer', 'consumer', 'other'] as $kind) {
        $span = $tracer->startSpan($kind, ['tags' => [SPAN_KIND => $kind]]);
        $span->finish();
    }
    foreach (['failed' => true, 'failed as text' => 'true', 'went well' => false, 'is unclear' => 'perhaps'] as $name => $error) {
        $span = $tracer->startSpan('x');
        $span->overwriteOperationName($name);
        $span->setTag(ERROR, $error);
        $span->finish();
        $span->setTag('late', 1);
    }
    $span = $tracer->startSpan('attributes', ['tags' => [HTTP_METHOD => 'GET', HTTP_STATUS_CODE => '200', HTTP_URL => 'http://shop/']]);
    foreach ([1, 1.5, false, null, ['a' => [1]], new ArrayObject(['b' => 2]), new Exception('text'), STDERR] as $index => $value) {
        $span->setTag("value.$index", $value);
    }
    echo $span->getOperationName(), "\n";
    $span->finish();
    PHP);
$attributes = span_named($spans, 'attributes')['attributes'];
$attributes['value.6'] = strtok((string) $attributes['value.6'], ' ');
echo json_encode($attributes, JSON_UNESCAPED_SLASHES), "\n";
--EXPECT--
attributes
- [server] server unset
- [client] client unset
- [producer] producer unset
- [consumer] consumer unset
- [other] unset
- [failed] error
- [failed as text] error
- [went well] ok
- [is unclear] unset
- [attributes] unset
{"coroutine.id":1,"http.method":"GET","http.status_code":200,"http.url":"http://shop/","value.0":1,"value.1":1.5,"value.2":false,"value.3":"","value.4":"{\"a\":[1]}","value.5":"{\"b\":2}","value.6":"Exception:","value.7":"resource (stream)"}
