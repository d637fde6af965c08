--TEST--
Spans that the collector rejects are counted as failed and not sent again
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

$collector = Collector::start('partial');
$program = program(<<<'PHP'
    <?php
    for ($n = 0; $n < 3; $n++) {
        TracedCoroutine::create(function () {});
    }
    var_dump(TracedCoroutine::flush());
    $stats = TracedCoroutine::stats();
    echo "exported $stats[exported], failed {$stats['failed']['rejected']}, retries $stats[retries]\n";
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base()]);
echo $ran->stdout, count($collector->requests()), " request\n";
--EXPECT--
bool(false)
exported 2, failed 1, retries 0
1 request
