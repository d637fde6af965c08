--TEST--
The tracer's own metrics say what stats() says, by OpenTelemetry's names, and are sent only where they are wanted
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/collector.inc';

$program = program('<?php TracedCoroutine::create(function () { TracedCoroutine::create(function () {}); });');
$settings = ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.headers' => '"x-key=secret"', 'traced_coroutine.queue_size' => '2048'];
foreach (['1', '0'] as $metrics) {
    $collector = Collector::start('ok');
    $ran = run_traced($program, $settings + ['traced_coroutine.metrics' => $metrics], ['OTEL_EXPORTER_OTLP_ENDPOINT' => $collector->base(), 'OTEL_SERVICE_NAME' => 'shop']);
    echo $ran->stdout, $ran->stderr, "metrics=$metrics: ", implode(' ', array_column($collector->requests(), 'path')), "\n";
    foreach ($collector->requests() as $request) {
        $request['path'] === '/v1/metrics' && print("{$request['headers']['x-key']} {$request['headers']['content-type']}\n");
        foreach ($request['metrics'] ?? [] as $name => $metric) {
            echo $name, ' ', $metric['kind'], $metric['monotonic'] ? ' monotonic' : '', ' ', $metric['unit'], ' of ', $metric['resource']['service.name'], "\n";
            foreach ($metric['points'] as $point) {
                $fine = $metric['cumulative'] && 0 < $point['since'] && $point['since'] < $point['time'];
                echo '  ', $point['value'] ?? "$point[count] in " . count($point['buckets']) . ' buckets', ' ', json_encode($point['attributes'], JSON_UNESCAPED_SLASHES), $fine ? '' : ' !! ' . json_encode($point), "\n";
            }
        }
    }
}
--EXPECT--
metrics=1: /v1/traces /v1/metrics
secret application/x-protobuf
otel.sdk.span.live sum {span} of shop
  0 {"otel.span.sampling_result":"RECORD_AND_SAMPLE"}
  0 {"otel.span.sampling_result":"RECORD_ONLY"}
otel.sdk.span.started sum monotonic {span} of shop
  1 {"otel.span.parent.origin":"none","otel.span.sampling_result":"RECORD_AND_SAMPLE"}
  1 {"otel.span.parent.origin":"local","otel.span.sampling_result":"RECORD_AND_SAMPLE"}
otel.sdk.processor.span.queue.size sum {span} of shop
  0 {"otel.component.type":"batching_span_processor","otel.component.name":"batching_span_processor/0"}
otel.sdk.processor.span.queue.capacity sum {span} of shop
  2048 {"otel.component.type":"batching_span_processor","otel.component.name":"batching_span_processor/0"}
otel.sdk.processor.span.processed sum monotonic {span} of shop
  2 {"otel.component.type":"batching_span_processor","otel.component.name":"batching_span_processor/0"}
otel.sdk.exporter.span.inflight sum {span} of shop
  0 {"otel.component.type":"otlp_http_span_exporter","otel.component.name":"otlp_http_span_exporter/0"}
otel.sdk.exporter.span.exported sum monotonic {span} of shop
  2 {"otel.component.type":"otlp_http_span_exporter","otel.component.name":"otlp_http_span_exporter/0"}
otel.sdk.exporter.operation.duration histogram s of shop
  1 in 15 buckets {"otel.component.type":"otlp_http_span_exporter","otel.component.name":"otlp_http_span_exporter/0"}
metrics=0: /v1/traces
