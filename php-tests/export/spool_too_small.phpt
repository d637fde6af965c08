--TEST--
Where the spool is too small for an outage, what does not arrive is what the counters say, and it is the oldest
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/collector.inc';

$collector = Collector::start('away-5');
$program = program(<<<'PHP'
    <?php
    for ($n = 0; $n < 10_000; $n++) {
        TracedCoroutine::startSpan((string) $n)->setAttribute('padding', str_repeat('x', 300))->end();
        $n % 100 === 0 && usleep(10_000);
    }
    for ($end = microtime(true) + 40; microtime(true) < $end;) {
        usleep(50_000);
        $stats = TracedCoroutine::stats();
        $dropped = array_sum($stats['dropped']);
        $sum = $stats['exported'] + $dropped + array_sum($stats['failed']) + $stats['open'] + $stats['queued'] + $stats['spooled'] + $stats['held'];
        $sum === $stats['started'] || print("!! $sum of $stats[started]\n");
        if ($stats['exported'] > 0 && $stats['spooled'] + $stats['queued'] === 0) {
            break;
        }
    }
    echo json_encode(['exported' => $stats['exported'], 'full' => $stats['dropped']['spool_full'], 'dropped' => $dropped, 'failed' => array_sum($stats['failed'])]);
    PHP);
$ran = run_traced($program, [
    'traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base(), 'traced_coroutine.export_timeout' => '500', 'traced_coroutine.schedule_delay' => '100',
    'traced_coroutine.spool.path' => scratch() . '/spool', 'traced_coroutine.spool.max_size' => '1M', 'traced_coroutine.log' => 'stderr',
]);
$stats = json_decode($ran->stdout, true) ?? exit("$ran->stdout$ran->stderr");
$names = array_merge(...$collector->names());
var_dump($stats['full'] > 0, $stats['dropped'] === $stats['full'], $stats['failed']);
var_dump(count($names) === $stats['exported'], count($names) + $stats['full'] === 10_000);
var_dump(array_map('intval', $names) === range($stats['full'], 9_999));
echo preg_match('/ spans for http:\S+ dropped: they were the oldest in the spool, whose size of 1048576 bytes is used up/', $ran->stderr), " word about them\n";
--EXPECT--
bool(true)
bool(true)
int(0)
bool(true)
bool(true)
bool(true)
1 word about them
