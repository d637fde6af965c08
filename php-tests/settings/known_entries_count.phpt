--TEST--
An unknown entry of a list is one warning, and the known ones count
--DESCRIPTION--
OTEL_PROPAGATORS=b3,xray lost b3 with the unknown one, and a service lost its callers' traces.
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    TracedCoroutine::create(function () {
        $headers = [];
        TracedCoroutine::inject($headers);
        echo implode(',', array_keys($headers)), "\n";
    });
    TracedCoroutine::flush();
    ob_start();
    (new ReflectionExtension('traced_coroutine'))->info();
    echo implode("\n", preg_grep('/in part/', explode("\n", ob_get_clean()))), "\n";
    echo implode(',', array_keys(TracedCoroutine::stats()['exporters'])), ' ', count(TracedCoroutine\MemoryExporter::getSpans()), "\n";
    PHP);
$check = function (array $settings, array $environment) use ($program): void {
    $ran = run_traced($program, $settings, $environment);
    foreach (explode("\n", trim($ran->stderr . $ran->stdout)) as $line) {
        echo preg_replace('/^(?:PHP )?Warning:\s+/', 'Warning: ', $line), "\n";
    }
};
$memory = ['traced_coroutine.exporter' => 'memory'];
$check($memory, ['OTEL_PROPAGATORS' => 'b3,xray']);
$check($memory + ['traced_coroutine.propagators' => '"xray,jaeger"'], []);
$check([], ['OTEL_TRACES_EXPORTER' => 'memory,pigeon']);
$check($memory, ['OTEL_EXPORTER_OTLP_HEADERS' => 'Content-Type=a,x-key=k']);
--EXPECTF--
Warning: traced_coroutine: OTEL_PROPAGATORS (traced_coroutine.propagators): "b3,xray" is not valid, expected a comma list of tracecontext, baggage, b3, b3multi and jaeger, or none; using the rest of it
b3
traced_coroutine.propagators => b3,xray => OTEL_PROPAGATORS (in part not valid)
 1
Warning: traced_coroutine: traced_coroutine.propagators: "xray,jaeger" is not valid, expected a comma list of tracecontext, baggage, b3, b3multi and jaeger, or none; using the rest of it
uber-trace-id
traced_coroutine.propagators => xray,jaeger => php.ini (in part not valid)
 1
Warning: traced_coroutine: OTEL_TRACES_EXPORTER (traced_coroutine.exporter): "memory,pigeon" is not valid, expected a comma list of otlp, jaeger, zipkin, file, console, memory, none; using the rest of it
traceparent%S
traced_coroutine.exporter => memory,pigeon => OTEL_TRACES_EXPORTER (in part not valid)
 1
Warning: traced_coroutine: OTEL_EXPORTER_OTLP_HEADERS (traced_coroutine.otlp.headers): its value (not shown) is not valid, expected no header that the exporter sets itself, such as content-type; using the rest of it
traceparent%S
traced_coroutine.otlp.headers => (not shown) => OTEL_EXPORTER_OTLP_HEADERS (in part not valid)
 1
