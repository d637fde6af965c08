--TEST--
A worker that overstays max_wait_time is killed and loses nothing
--EXTENSIONS--
posix
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_a_debug_php('Swoole leaves the closure of a signal that ends a process, and PHP reports it');
needs_swoole('6.2', 'a worker that waits at its end is killed by its manager');
not_under_valgrind('the kernel kills what valgrind would watch');
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$file = scratch() . '/t.jsonl';
$ran = run_traced(program(UNFINISHED_WORK . <<<'PHP'

    $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 2, 'max_wait_time' => 1, 'log_level' => SWOOLE_LOG_NONE]);
    $server->on('request', fn () => null);
    $first = new Swoole\Atomic();
    $server->on('workerStart', function ($server, $id) use ($first) {
        if ($id === 0 && $first->cmpset(0, getmypid())) {
            work();
            // One that hears of the reload may leave by itself, at the moment at which Swoole would kill it.
            for (;;);
        }
        // Whoever is there later, with a span of its own so that its flusher runs.
        TracedCoroutine::trace('adopter', fn () => null);
    });
    $server->addProcess(new Swoole\Process(function () use ($server, $first) {
        for ($wait = 0; $wait < 3000 && ($first->get() === 0 || posix_kill($first->get(), 0)); $wait++) {
            // On a busy machine those who must pass it on may not listen yet.
            $wait % 400 === 30 && $server->reload();
            usleep(10_000);
        }
        for ($wait = 0; $wait < 500 && count(glob("{$GLOBALS['argv'][1]}/traced_coroutine-*/*-{$first->get()}-*")) > 0; $wait++) {
            usleep(10_000);
        }
        $server->shutdown();
        Swoole\Process::signal(SIGTERM, fn () => exit());
        Swoole\Event::wait();
    }));
    $server->start();
    PHP), recorder_settings($file, ['traced_coroutine.schedule_delay' => 100]), words: [scratch()]);
echo $ran->stdout, $ran->stderr, by_outcome(array_filter(spans_of_whole_lines($file), fn ($span) => $span['name'] !== 'adopter')), "\n";
--EXPECT--
1 x inner killed, 100 x quick returned, 1 x slow killed
