--TEST--
SIGTERM to a server closes what sleeps in its worker as abandoned and exports it before the worker ends
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    use Swoole\Http\Server;
    $server = new Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 1, 'log_level' => SWOOLE_LOG_NONE, 'max_wait_time' => 1]); Swoole\Coroutine::set(['enable_deadlock_check' => false]);
    $server->on('workerStart', function (Server $server) {
        Spawner::create(function () {
            Spawner::create(function () { Coroutine::sleep(0.001); });
            Coroutine::sleep(60);
        });
        Swoole\Timer::after(100, fn () => $server->shutdown());
    });
    $server->on('workerStop', function () { echo "worker stops\n"; });
    $server->on('request', function () {});
    $server->start();
    PHP);
--EXPECT--
worker stops
[exit code 0, same as bare]
- {closure}:7 abandoned, unset
  - {closure}:8 returned, unset
