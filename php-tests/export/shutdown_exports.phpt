--TEST--
Spans that are queued when the process ends are exported then, without flush()
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
$ran = run_traced(program('<?php for ($n = 0; $n < 1500; $n++) { TracedCoroutine::create(function () {}); }'), ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base()]);
echo $ran->stdout, $ran->stderr, count(array_unique(array_column($collector->accepted(), 'span_id'))), ' of ', count($collector->accepted()), "\n";
--EXPECT--
1500 of 1500
