--TEST--
A forked child does not log what waits for its parent's log
--DESCRIPTION--
What the flusher says waits until PHP's thread passes by; a child had a copy of it, and wrote it a second time.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
extension_loaded('swoole') || function_exists('pcntl_fork') || skip('needs pcntl_fork()');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$log = scratch() . '/php.log';
$program = program(<<<'PHP'
    <?php
    function child(callable $works): void
    {
        if (extension_loaded('swoole')) {
            (new Swoole\Process($works))->start();
            Swoole\Process::wait();
        } elseif (pcntl_fork() === 0) {
            $works();
            exit;
        } else {
            pcntl_wait($status);
        }
    }
    function lines(): string
    {
        return substr_count((string) @file_get_contents($GLOBALS['argv'][1]), 'traced_coroutine: export to file');
    }
    TracedCoroutine::startSpan('cannot be written')->end();
    // The flusher fails meanwhile, and no call of ours lets PHP's thread pass by.
    usleep(500_000);
    echo 'before: ', lines();
    child(fn () => null);
    echo ', after a child that does nothing: ', lines();
    child(fn () => TracedCoroutine::stats());
    echo ', after one that asks for its counters: ', lines();
    child(function (): void {
        TracedCoroutine::startSpan('of the child')->end();
        TracedCoroutine::flush();
        echo ', in one that fails itself: ', lines();
    });
    TracedCoroutine::stats();
    echo ', in the parent: ', lines(), "\n";
    PHP);
$ran = run_traced($program, [
    'traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => '/no/such/directory/t', 'traced_coroutine.schedule_delay' => '1',
    'log_errors' => '1', 'error_log' => $log,
], words: [$log]);
echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
--EXPECT--
before: 0, after a child that does nothing: 0, after one that asks for its counters: 0, in one that fails itself: 1, in the parent: 2
exit code 0
