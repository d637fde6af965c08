--TEST--
A process that is killed while it replays the spool leaves the rest to the next one, and at most one request twice
--EXTENSIONS--
traced_coroutine
posix
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/collector.inc';

$spool = scratch() . '/spool';
$settings = ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.spool.path' => $spool, 'traced_coroutine.spool.max_size' => '64M', 'traced_coroutine.batch_size' => '50'];
$nowhere = 'http://127.0.0.1:' . Collector::unused_port();
run_traced(program('<?php for ($n = 0; $n < 5000; $n++) { TracedCoroutine::startSpan((string) $n)->end(); }'), ['traced_coroutine.otlp.endpoint' => $nowhere] + $settings);

$collector = Collector::start('away-0.01');
$settings['traced_coroutine.otlp.endpoint'] = $collector->base();
// 100 requests take five seconds.
$killed = run_traced(program('<?php TracedCoroutine::startSpan("killed")->end(); TracedCoroutine::flush(); usleep(1_500_000); posix_kill(getmypid(), SIGKILL);', 'killed.php'), $settings);
echo $killed->how(), "\n";
$arrived = count(array_merge(...$collector->names()));
echo $arrived > 1 && $arrived < 5000 ? "some arrived\n" : "!! $arrived arrived\n";

run_traced(program(<<<'PHP'
    <?php
    TracedCoroutine::startSpan('last')->end();
    TracedCoroutine::flush();
    for ($end = microtime(true) + 40; glob("$argv[1]/*/*.segment") !== [] && microtime(true) < $end;) {
        usleep(10_000);
    }
    PHP, 'last.php'), $settings, words: [$spool]);
$names = array_merge(...$collector->names());
echo count(array_unique($names)), " different\n";
echo count($names) <= 5002 + 50 ? "one request twice at most\n" : '!! ' . count($names) . " arrived\n";
--EXPECT--
killed by signal 9
some arrived
5002 different
one request twice at most
