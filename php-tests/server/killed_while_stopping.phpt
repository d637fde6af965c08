--TEST--
A worker that is busy when it is asked to stop exports its finished spans at once, before Swoole kills it
--EXTENSIONS--
pcntl
posix
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('a worker hears of its stop only at its end');
not_under_valgrind('a worker is given seconds to end');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    use Swoole\Http\Server;
    function works(): void { Swoole\Coroutine::sleep(0.001); }
    $server = new Server('127.0.0.1', 0, (int) getenv('MODE'));
    $server->set(['worker_num' => 2, 'log_level' => SWOOLE_LOG_NONE, 'max_wait_time' => 10]); Swoole\Coroutine::set(['enable_deadlock_check' => false]);
    $first = new Swoole\Atomic();
    $ready = new Swoole\Atomic();
    $server->on('workerStart', function (Server $server, int $id) use ($first, $ready) {
        if ($id === 0 && $first->cmpset(0, getmypid())) {
            TracedCoroutine::create('works');
            Swoole\Timer::tick(60_000, fn () => null); // keeps the worker from stopping
            Swoole\Timer::after(300, fn () => $ready->set(1));
        }
    });
    $server->on('request', fn () => null);
    $server->addProcess(new Swoole\Process(function () use ($server, $first, $ready) {
        while ($ready->get() === 0) {
            usleep(1000);
        }
        echo @filesize(getenv('TRACES')) ? "!! exported too early to show anything\n" : "nothing exported yet\n";
        for ($wait = 0; !@filesize(getenv('TRACES')) && $wait < 800; $wait++) {
            // On a busy machine those who must pass it on may not listen yet.
            $wait % 100 === 0 && $server->reload();
            usleep(10_000);
            clearstatcache();
        }
        echo posix_kill($first->get(), SIGKILL) ? "killed while it stopped\n" : "!! gone by itself\n";
        $server->shutdown();
        Swoole\Process::signal(SIGTERM, fn () => exit());
        Swoole\Event::wait();
    }));
    $server->start();
    PHP);
foreach ([SWOOLE_PROCESS, SWOOLE_BASE] as $mode) {
    @unlink($file);
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'traced_coroutine.schedule_delay' => '60000'], ['TRACES' => $file, 'MODE' => $mode]);
    echo $ran->stdout, in_words_of_php82($ran->stderr), span_tree(spans_of_file($file));
}
--EXPECT--
nothing exported yet
killed while it stopped
- works:3 returned, unset
nothing exported yet
killed while it stopped
- works:3 returned, unset
