--TEST--
Metrics go beside the traces, with the query of their address, and nowhere where that cannot be known
--DESCRIPTION--
Once they went to localhost:4318 where the address of the traces had a query or a path of its own, with the headers, which may hold a
key.
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

$program = program('<?php TracedCoroutine::create(function () {});');
$cases = [
    'a query' => fn ($base) => [['traced_coroutine.otlp.endpoint' => "\"$base/?key=k\""], []],
    'a path before it' => fn ($base) => [['traced_coroutine.otlp.endpoint' => "$base/otlp"], []],
    'a whole address' => fn ($base) => [[], ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT' => "$base/v1/traces?key=k"]],
    'a path of its own' => fn ($base) => [[], ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT' => "$base/custom?key=k"]],
    'one for metrics, and a bad one for all' => fn ($base) => [['traced_coroutine.otlp.endpoint' => $base, 'traced_coroutine.metrics_endpoint' => "$base/metrics"], ['OTEL_EXPORTER_OTLP_ENDPOINT' => 'collector']],
    'and one for metrics' => fn ($base) => [['traced_coroutine.metrics_endpoint' => "$base/metrics"], ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT' => "$base/custom"]],
];
foreach ($cases as $what => $case) {
    $collector = Collector::start('ok');
    [$settings, $environment] = $case($collector->base());
    $ran = run_traced($program, $settings + ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.metrics' => '1'], $environment);
    echo "$what: ", implode(' ', array_column($collector->requests(), 'path')), "\n", $ran->stdout, $ran->stderr;
}
// What is in force, where one variable is about traces and metrics.
$arguments = ['-d', 'extension=' . our_library(), '--ri', 'traced_coroutine'];
foreach (['grpc', 'http/protobuf'] as $protocol) {
    $variables = ['OTEL_EXPORTER_OTLP_PROTOCOL' => $protocol, 'OTEL_EXPORTER_OTLP_ENDPOINT' => 'http://collector:4317'];
    $ran = run_php($arguments, ['traced_coroutine.metrics_endpoint' => 'http://metrics/v1/metrics'], $variables);
    echo "$protocol: ", preg_filter('/.*^traced_coroutine.metrics_endpoint => (.*?)$.*/ms', '$1', $ran->stdout), "\n";
}
--EXPECT--
a query: /v1/traces?key=k /v1/metrics?key=k
a path before it: /otlp/v1/traces /otlp/v1/metrics
a whole address: /v1/traces?key=k /v1/metrics?key=k
a path of its own: /custom?key=k
PHP Warning:  traced_coroutine: no metrics are sent: the address of the traces does not end in /v1/traces; set traced_coroutine.metrics_endpoint to the one that takes them
one for metrics, and a bad one for all: /v1/traces /metrics
PHP Warning:  traced_coroutine: OTEL_EXPORTER_OTLP_ENDPOINT (traced_coroutine.otlp.endpoint): "collector" is not valid, expected an http:// or https:// address with a host, such as http://localhost:4318; using that of php.ini
and one for metrics: /custom /metrics
grpc: http://metrics/v1/metrics => php.ini
http/protobuf: http://collector:4317/v1/metrics => OTEL_EXPORTER_OTLP_ENDPOINT
