--TEST--
A tag that has the name of one of OpenTelemetry's numbers is a number, though hyperf/tracer says it as text
--DESCRIPTION--
opentracing.tags may give it that name. Only hyperf/tracer's own names were known, so that http.response.status_code was "200".
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

// As the migration page has it.
$server = new HyperfServer(['tags' => [
    'http_client' => ['http.method' => 'http.request.method', 'http.status_code' => 'http.response.status_code'],
    'response' => ['status_code' => 'http.response.status_code'],
]]);
$server->get('/checkout');
foreach ($server->spans() as $span) {
    $attributes = array_filter($span['attributes'], static fn (string $name): bool => str_starts_with($name, 'http.'), ARRAY_FILTER_USE_KEY);
    $attributes && print("$span[name] " . json_encode($attributes, JSON_UNESCAPED_SLASHES) . "\n");
}

$spans = spans_in_hyperf(<<<'PHP'
    <?php
    $tags = ['server.port' => '443', 'network.peer.port' => '6379', 'client.port' => '0', 'net.peer.port' => '80', 'http.response.body.size' => '17'];
    $tags += ['rpc.grpc.status_code' => '14', 'http.request.resend_count' => 'twice', 'db.response.status_code' => '08006', 'order' => '12'];
    Hyperf\Tracer\TracerContext::getTracer()->startSpan('tags', ['tags' => $tags])->finish();
    PHP);
$attributes = span_named($spans, 'tags')['attributes'];
unset($attributes['coroutine.id']);
echo json_encode($attributes), "\n";
--EXPECT--
request: GET /stock {"http.response.status_code":200}
HTTP Request [GET] /stock {"http.url":"/stock","http.request.method":"GET","http.response.status_code":200}
request: GET /checkout {"http.response.status_code":200}
{"server.port":443,"network.peer.port":6379,"client.port":0,"net.peer.port":80,"http.response.body.size":17,"rpc.grpc.status_code":14,"http.request.resend_count":"twice","db.response.status_code":"08006","order":"12"}
