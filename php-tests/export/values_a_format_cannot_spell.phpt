--TEST--
A value that a format cannot spell spoils no batch: all ten spans arrive in each format, with NaN and infinity by their names
--DESCRIPTION--
JSON has no NaN and no infinity. As null they made a Collector answer 400, and lost the nine other spans of the batch. Of Zipkin's
annotations a Collector refuses those of 1970, and takes what stands between two bars for JSON.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
needs_thrift_decoder();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/collector.inc';

$program = program(<<<'PHP'
    <?php
    use TracedCoroutine\SpanOptions;
    for ($n = 1; $n < 10; $n++) {
        TracedCoroutine::startSpan("ordinary $n")->end();
    }
    $other = TracedCoroutine::extract(['traceparent' => '00-faf7651916cd43dd8448eb211c80319c-f7ad6b7169203331-01']);
    $attributes = [
        'nan' => fdiv(0, 0), 'inf' => INF, 'minus' => -INF, 'list' => [1.5, NAN, INF, -INF], 'big' => PHP_INT_MIN, 'float' => 1e300, 'zero' => -0.0,
        'empty list' => [], 'quotes' => ['"', '\\', "\n"], "key \xff" => "value \xfe", "key \xfe" => 'the same key', "nul\0key" => "nul\0value", '' => 'no key',
    ];
    $span = TracedCoroutine::startSpan("odd\0one", new SpanOptions(attributes: $attributes, links: [[$other, ['rate' => NAN]]], startTime: 0.0));
    $span->addEvent('measured', ['rate' => NAN, 'rates' => [INF, 0.5], 'bars' => 'a|b|c', '' => 'no key'], 0.0)->addEvent('a|b|c')->end(9223372036.0);
    TracedCoroutine::flush();
    PHP);

function show(string $format, int $count, array $span): void
{
    echo "$format: $count spans\n";
    foreach ($span as $what => $value) {
        echo "  $what: ", json_encode($value, JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION), "\n";
    }
}

function show_otlp(string $format, Collector $collector): void
{
    foreach ($collector->requests() as $request) {
        isset($request['not_decoded']) && print("!! $request[not_decoded]\n");
    }
    $spans = $collector->accepted();
    $span = $spans === [] ? [] : span_named($spans, "odd\0one");
    show($format, count($spans), $span === [] ? [] : [
        'times' => [$span['start_time_unix_nano'], $span['end_time_unix_nano']], 'attributes' => $span['attributes'],
        'event' => [$span['events'][0]['time_unix_nano'], $span['events'][0]['attributes']], 'link' => $span['links'][0]['attributes'],
    ]);
}

foreach (['http/protobuf', 'grpc', 'http/json'] as $protocol) {
    $collector = Collector::start($protocol === 'grpc' ? 'grpc' : 'ok');
    run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.protocol' => $protocol, 'traced_coroutine.otlp.endpoint' => $collector->base()]);
    show_otlp($protocol, $collector);
}

// Whoever reads the file has a Collector's rules.
$file = scratch() . '/t.jsonl';
$collector = Collector::start('ok');
run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
foreach (file($file) as $line) {
    $post = ['method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => $line, 'ignore_errors' => true];
    file_get_contents($collector->base() . '/v1/traces', context: stream_context_create(['http' => $post]));
}
show_otlp('file', $collector);

$collector = Collector::start('ok');
run_traced($program, ['traced_coroutine.exporter' => 'zipkin', 'traced_coroutine.zipkin.endpoint' => $collector->base() . '/api/v2/spans']);
$spans = $collector->requests()[0]['zipkin'];
$span = span_named($spans, "odd\0one");
$tags = array_filter($span['tags'], fn (string $key) => preg_match('/^(otel|telemetry|process|service|host)\./', $key) === 0, ARRAY_FILTER_USE_KEY);
show('zipkin', count($spans), ['times' => [$span['timestamp'], $span['duration']], 'tags' => $tags, 'annotations' => [$span['annotations'][0]['timestamp'], array_column($span['annotations'], 'value')]]);

$log = scratch() . '/jaeger.jsonl';
touch($log);
$receiver = proc_open([python(), __DIR__ . '/../support/jaeger_receiver.py', 'collector', $log], [['pipe', 'r'], ['pipe', 'w'], ['file', "$log.err", 'w']], $pipes);
$port = (int) substr((string) fgets($pipes[1]), 5);
run_traced($program, ['traced_coroutine.exporter' => 'jaeger', 'traced_coroutine.jaeger.endpoint' => "http://127.0.0.1:$port/api/traces"]);
fclose($pipes[0]);
proc_close($receiver);
$spans = array_map(fn (string $line) => json_decode($line, true, flags: JSON_THROW_ON_ERROR), file($log));
$span = span_named($spans, "odd\0one");
$tags = array_filter($span['tags'], fn (string $key) => !str_starts_with($key, 'otel.'), ARRAY_FILTER_USE_KEY);
ksort($tags);
show('jaeger', count($spans), ['times' => [$span['start'], $span['duration']], 'tags' => $tags, 'log' => $span['logs'][0]]);
--EXPECT--
http/protobuf: 10 spans
  times: [0,9223372036000000000]
  attributes: {"nan":{"double":"nan"},"inf":{"double":"inf"},"minus":{"double":"-inf"},"list":[1.5,{"double":"nan"},{"double":"inf"},{"double":"-inf"}],"big":-9223372036854775808,"float":1.0e+300,"zero":-0.0,"empty list":[],"quotes":["\"","\\","\n"],"key �":"the same key","nul\u0000key":"nul\u0000value"}
  event: [0,{"rate":{"double":"nan"},"rates":[{"double":"inf"},0.5],"bars":"a|b|c"}]
  link: {"rate":{"double":"nan"}}
grpc: 10 spans
  times: [0,9223372036000000000]
  attributes: {"nan":{"double":"nan"},"inf":{"double":"inf"},"minus":{"double":"-inf"},"list":[1.5,{"double":"nan"},{"double":"inf"},{"double":"-inf"}],"big":-9223372036854775808,"float":1.0e+300,"zero":-0.0,"empty list":[],"quotes":["\"","\\","\n"],"key �":"the same key","nul\u0000key":"nul\u0000value"}
  event: [0,{"rate":{"double":"nan"},"rates":[{"double":"inf"},0.5],"bars":"a|b|c"}]
  link: {"rate":{"double":"nan"}}
http/json: 10 spans
  times: [0,9223372036000000000]
  attributes: {"nan":{"double":"nan"},"inf":{"double":"inf"},"minus":{"double":"-inf"},"list":[1.5,{"double":"nan"},{"double":"inf"},{"double":"-inf"}],"big":-9223372036854775808,"float":1.0e+300,"zero":-0.0,"empty list":[],"quotes":["\"","\\","\n"],"key �":"the same key","nul\u0000key":"nul\u0000value"}
  event: [0,{"rate":{"double":"nan"},"rates":[{"double":"inf"},0.5],"bars":"a|b|c"}]
  link: {"rate":{"double":"nan"}}
file: 10 spans
  times: [0,9223372036000000000]
  attributes: {"nan":{"double":"nan"},"inf":{"double":"inf"},"minus":{"double":"-inf"},"list":[1.5,{"double":"nan"},{"double":"inf"},{"double":"-inf"}],"big":-9223372036854775808,"float":1.0e+300,"zero":-0.0,"empty list":[],"quotes":["\"","\\","\n"],"key �":"the same key","nul\u0000key":"nul\u0000value"}
  event: [0,{"rate":{"double":"nan"},"rates":[{"double":"inf"},0.5],"bars":"a|b|c"}]
  link: {"rate":{"double":"nan"}}
zipkin: 10 spans
  times: [1,9223372036000000]
  tags: {"big":"-9223372036854775808","empty list":"[]","float":"1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000","inf":"Infinity","key �":"the same key","list":"[1.5,\"NaN\",\"Infinity\",\"-Infinity\"]","minus":"-Infinity","nan":"NaN","nul\u0000key":"nul\u0000value","quotes":"[\"\\\"\",\"\\\\\",\"\\n\"]","zero":"-0"}
  annotations: [1,["\"measured\": {\"bars\":\"a\\u007cb\\u007cc\",\"rate\":\"NaN\",\"rates\":[\"Infinity\",0.5]}","\"a\\u007cb\\u007cc\": {}"]]
jaeger: 10 spans
  times: [0,9223372036000000]
  tags: {"big":-9223372036854775808,"empty list":"[]","float":1.0e+300,"inf":"Infinity","key �":"the same key","list":"[1.5,\"NaN\",\"Infinity\",\"-Infinity\"]","minus":"-Infinity","nan":"NaN","nul\u0000key":"nul\u0000value","quotes":"[\"\\\"\",\"\\\\\",\"\\n\"]","zero":-0.0}
  log: {"time":0,"fields":{"rate":"NaN","rates":"[\"Infinity\",0.5]","bars":"a|b|c","event":"measured"}}