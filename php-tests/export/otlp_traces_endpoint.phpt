--TEST--
OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is used as it is, and wins over the base
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

$collector = Collector::start('ok');
$ran = run_traced(program('<?php TracedCoroutine::create(function () {});'), ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => 'http://127.0.0.1:1'], [
    'OTEL_EXPORTER_OTLP_ENDPOINT' => 'http://127.0.0.1:1',
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT' => $collector->base() . '/my/own?token=1',
]);
echo $ran->stdout, $ran->stderr, $collector->requests()[0]['path'], "\n", span_tree($collector->accepted());
--EXPECT--
/my/own?token=1
- {closure}:1 returned, unset
