--TEST--
A full queue drops, counts what it drops, and lets the program run
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

$collector = Collector::start('hang');
$program = program(<<<'PHP'
    <?php
    for ($n = 0; $n < 1000; $n++) {
        TracedCoroutine::create(function () {});
    }
    $stats = TracedCoroutine::stats();
    $sum = $stats['exported'] + array_sum($stats['dropped']) + array_sum($stats['failed']) + $stats['open'] + $stats['queued'];
    var_dump($stats['started'], $stats['finished'], $sum, $stats['dropped']['queue_full'] >= 1000 - 16 - 8, $stats['dropped']['queue_full'] <= 1000 - 16);
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base(), 'traced_coroutine.queue_size' => '16', 'traced_coroutine.batch_size' => '8', 'traced_coroutine.shutdown_timeout' => '0.2']);
echo $ran->stdout, $ran->how(), "\n";
--EXPECT--
int(1000)
int(1000)
int(1000)
bool(true)
bool(true)
exit code 0
