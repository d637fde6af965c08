--TEST--
A collector that is away for 20 seconds at 1,000 spans a second gets every span when it is back, once and in order
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
not_under_valgrind('it is too slow for 1,000 spans a second');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/collector.inc';

$collector = Collector::start('away-20');
$program = program(<<<'PHP'
    <?php
    $begin = microtime(true);
    for ($n = 0; $n < 22_000; $n++) {
        TracedCoroutine::startSpan((string) $n)->end();
        $early = $begin + $n / 1000 - microtime(true);
        $early > 0.01 && usleep((int) ($early * 1e6));
    }
    do {
        usleep(100_000);
        $waits = TracedCoroutine::stats()['spooled'];
        $spooled = max($spooled ?? 0, $waits);
    } while ($waits > 0 && microtime(true) < $begin + 100);
    TracedCoroutine::flush();
    $stats = TracedCoroutine::stats();
    echo $spooled > 10_000 ? 'spooled, ' : "only $spooled spooled, ", "exported $stats[exported], dropped ", array_sum($stats['dropped']), ', failed ', array_sum($stats['failed']), "\n";
    PHP);
$spool = scratch() . '/spool';
$ran = run_traced($program, [
    'traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base(), 'traced_coroutine.export_timeout' => '2000',
    'traced_coroutine.spool.path' => $spool, 'traced_coroutine.spool.max_size' => '64M', 'traced_coroutine.log' => 'stderr', 'traced_coroutine.log_level' => 'error',
], seconds: 110);
echo $ran->stdout, $ran->stderr;
$requests = $collector->names();
$names = array_merge(...$requests);
echo count($names), ' arrived, ', count(array_unique($names)), " different\n";

// What comes from the spool comes in order, and so do the new ones between it.
[$newest, $spooled] = [-1, -1];
foreach ($requests as $names) {
    $is_in_order = $names === array_map(strval(...), range((int) $names[0], (int) end($names)));
    match (true) {
        $is_in_order && $names[0] > $newest => $newest = (int) end($names),
        $is_in_order && $names[0] > $spooled => $spooled = (int) end($names),
        default => print("!! $names[0] arrived after $newest and $spooled\n"),
    };
}
// The last one, all of which is marked as delivered, may stay until the next process looks.
echo count(glob("$spool/*/*.segment")) <= 1 ? "no more than the last file is left\n" : "!! files are left\n";
--EXPECT--
spooled, exported 22000, dropped 0, failed 0
22000 arrived, 22000 different
no more than the last file is left
