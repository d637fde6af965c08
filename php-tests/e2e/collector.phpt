--TEST--
An OpenTelemetry Collector reads from each protocol what that protocol can carry of what was sent
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_opentelemetry_collector();
--FILE--
<?php
require __DIR__ . '/compare.inc';
require __DIR__ . '/../support/otelcol.inc';

$collector = OpenTelemetryCollector::start();
$otlp = ['traced_coroutine.otlp.endpoint' => $collector->base('otlp_http')];
$grpc = ['traced_coroutine.otlp.protocol' => 'grpc', 'traced_coroutine.otlp.endpoint' => $collector->base('otlp_grpc')];
$gzip = ['traced_coroutine.otlp.compression' => 'gzip'];
$agent = ['traced_coroutine.jaeger.agent_host' => '127.0.0.1', 'traced_coroutine.jaeger.agent_port' => (string) $collector->port('jaeger_agent')];
$protocols = [
    'OTLP over HTTP, protobuf' => ['otlp', $otlp, everything(...)],
    'OTLP over HTTP, protobuf, gzip' => ['otlp', $gzip + $otlp, everything(...)],
    'OTLP over HTTP, JSON' => ['otlp', ['traced_coroutine.otlp.protocol' => 'http/json'] + $otlp, everything(...)],
    'OTLP over gRPC' => ['otlp', $grpc, everything(...)],
    'OTLP over gRPC, gzip' => ['otlp', $gzip + $grpc, everything(...)],
    'Jaeger, binary Thrift over HTTP' => ['jaeger', ['traced_coroutine.jaeger.endpoint' => $collector->base('jaeger_http') . '/api/traces'], jaeger_in_the_collector(...)],
    'Jaeger, compact Thrift over UDP' => ['jaeger', $agent, jaeger_in_the_collector(...)],
    'Zipkin, JSON over HTTP' => ['zipkin', ['traced_coroutine.zipkin.endpoint' => $collector->base('zipkin') . '/api/v2/spans'], zipkin_in_the_collector(...)],
];
foreach ($protocols as $protocol => [$exporter, $settings, $carried]) {
    echo "$protocol: ";
    $sent = spans_sent($exporter, $settings);
    compare_with_sent(array_map($carried, $sent), $collector->received(count($sent)));
}
--EXPECT--
OTLP over HTTP, protobuf: delivered, 7 spans sent, 7 received, of shop, test: the same
OTLP over HTTP, protobuf, gzip: delivered, 7 spans sent, 7 received, of shop, test: the same
OTLP over HTTP, JSON: delivered, 7 spans sent, 7 received, of shop, test: the same
OTLP over gRPC: delivered, 7 spans sent, 7 received, of shop, test: the same
OTLP over gRPC, gzip: delivered, 7 spans sent, 7 received, of shop, test: the same
Jaeger, binary Thrift over HTTP: delivered, 7 spans sent, 7 received, of shop, test: the same
Jaeger, compact Thrift over UDP: delivered, 7 spans sent, 7 received, of shop, test: the same
Zipkin, JSON over HTTP: delivered, 7 spans sent, 7 received, of shop, test: the same
