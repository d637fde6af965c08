--TEST--
What a process leaves in the spool is delivered by the next one, when everything was restarted
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

$settings = ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.spool.path' => scratch() . '/spool', 'traced_coroutine.spool.max_size' => '64M', 'traced_coroutine.log' => 'stderr'];
$nowhere = 'http://127.0.0.1:' . Collector::unused_port();
$program = program('<?php for ($n = 0; $n < 2000; $n++) { TracedCoroutine::create(function () {}); }');
$ran = run_traced($program, ['traced_coroutine.otlp.endpoint' => $nowhere] + $settings);
echo $ran->how(), ', ', preg_match('/spans go to the spool: .*refused/', $ran->stderr), " word about it\n";

$collector = Collector::start('ok');
$program = program(<<<'PHP'
    <?php
    TracedCoroutine::create(function () {});
    TracedCoroutine::flush();
    for ($end = microtime(true) + 30; glob("$argv[1]/*/*.segment") !== [] && microtime(true) < $end;) {
        usleep(10_000);
    }
    ['started' => $started, 'exported' => $exported, 'spooled' => $spooled] = TracedCoroutine::stats();
    echo "started $started, exported $exported, spooled $spooled\n";
    PHP, 'next.php');
$ran = run_traced($program, ['traced_coroutine.otlp.endpoint' => $collector->base()] + $settings, words: [$settings['traced_coroutine.spool.path']]);
echo $ran->stdout, preg_replace('/^.*http:\S+: /m', '', $ran->stderr);
$arrived = $collector->accepted();
echo count($arrived), ' arrived, ', count(array_unique(array_column($arrived, 'span_id'))), " different\n";
--EXPECT--
exit code 0, 1 word about it
started 1, exported 1, spooled 0
2000 spans of the spool delivered
2001 arrived, 2001 different
