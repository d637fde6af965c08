--TEST--
A reload lets the old worker finish what it runs and exports it, and the new worker traces on
--EXTENSIONS--
posix
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('a worker is given a second to end');
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    use Swoole\Http\Server;
    $server = new Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 1, 'log_level' => SWOOLE_LOG_NONE, 'max_wait_time' => 20]); Swoole\Coroutine::set(['enable_deadlock_check' => false]);
    $first = new Swoole\Atomic();
    function sleeps(): void { Coroutine::sleep(0.3); }
    function works(): void { Coroutine::sleep(0.001); }
    $server->on('workerStart', function (Server $server) use ($first) {
        if ($first->cmpset(0, getmypid())) {
            Spawner::create('sleeps');
            Swoole\Timer::after(100, fn () => $server->reload());
            return;
        }
        Spawner::create('works');
        // The manager has seen the end of the first worker when its pid is gone. A timer that is left has a worker wait to be killed.
        Swoole\Timer::tick(10, function (int $timer) use ($first, $server) {
            posix_kill($first->get(), 0) || (Swoole\Timer::clear($timer) && $server->shutdown());
        });
    });
    $server->on('request', function () {});
    $server->start();
    echo "stopped\n";
    PHP);
--EXPECTF--
%A[%s, same as bare]
- sleeps:7 returned, unset
- works:8 returned, unset
