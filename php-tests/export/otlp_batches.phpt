--TEST--
Spans go out in batches of the configured size, each span once
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
$program = program(<<<'PHP'
    <?php
    for ($n = 0; $n < 100; $n++) {
        TracedCoroutine::create(function () {});
    }
    var_dump(TracedCoroutine::flush());
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.batch_size' => '30', 'traced_coroutine.otlp.endpoint' => $collector->base()]);
echo $ran->stdout, $ran->stderr;
$sizes = array_map(fn (array $request) => count($request['resource_spans'][0]['scope_spans'][0]['spans']), $collector->requests());
var_dump(array_sum($sizes), max($sizes) <= 30, min($sizes) >= 1, count(array_unique(array_column($collector->accepted(), 'span_id'))));
--EXPECT--
bool(true)
int(100)
bool(true)
bool(true)
int(100)
