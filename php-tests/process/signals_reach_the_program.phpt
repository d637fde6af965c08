--TEST--
Signals sent while the flusher is busy run the program's own handlers
--EXTENSIONS--
pcntl
posix
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/collector.inc';

$collector = Collector::start('hang');
$program = program(<<<'PHP'
    <?php
    pcntl_async_signals(true);
    $seen = [];
    foreach ([SIGTERM, SIGUSR1, SIGALRM, SIGCHLD] as $signal) {
        pcntl_signal($signal, function (int $signal) use (&$seen) { $seen[] = $signal; });
    }
    TracedCoroutine::create(function () {});
    TracedCoroutine::flush(0.1);
    foreach ([SIGTERM, SIGUSR1, SIGALRM, SIGCHLD] as $signal) {
        posix_kill(getmypid(), $signal);
    }
    for ($wait = 0; count($seen) < 4 && $wait < 1000; $wait++) {
        usleep(1000);
    }
    sort($seen);
    var_dump($seen === [SIGUSR1, SIGALRM, SIGTERM, SIGCHLD]);
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base(), 'traced_coroutine.shutdown_timeout' => '0.1']);
echo $ran->stdout, $ran->how(), "\n";
--EXPECT--
bool(true)
exit code 0
