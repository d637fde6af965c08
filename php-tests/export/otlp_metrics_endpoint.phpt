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
    'and one for metrics' => fn ($base) => [['traced_coroutine.metrics_endpoint' => "$base/metrics"], ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT' => "$base/custom"]],
];
foreach ($cases as $what => $case) {
    $collector = Collector::start('ok');
    [$settings, $environment] = $case($collector->base());
    $ran = run_traced($program, $settings + ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.metrics' => '1'], $environment);
    echo "$what: ", implode(' ', array_column($collector->requests(), 'path')), "\n", $ran->stdout, $ran->stderr;
}
--EXPECT--
a query: /v1/traces?key=k /v1/metrics?key=k
a path before it: /otlp/v1/traces /otlp/v1/metrics
a whole address: /v1/traces?key=k /v1/metrics?key=k
a path of its own: /custom?key=k
PHP Warning:  traced_coroutine: no metrics are sent: the address of the traces does not end in /v1/traces; set traced_coroutine.metrics_endpoint to the one that takes them
and one for metrics: /custom /metrics
