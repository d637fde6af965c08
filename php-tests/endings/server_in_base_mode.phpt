--TEST--
A server without a manager process exports what its only process traced
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
    $server = new Server('127.0.0.1', 0, SWOOLE_BASE);
    $server->set(['worker_num' => 1, 'log_level' => SWOOLE_LOG_NONE, 'max_wait_time' => 1]); Swoole\Coroutine::set(['enable_deadlock_check' => false]);
    $server->on('workerStart', function (Server $server) {
        Spawner::create(function () {
            Spawner::create(function () { Coroutine::sleep(0.001); });
            Coroutine::sleep(60);
        });
        Swoole\Timer::after(100, fn () => $server->shutdown());
    });
    $server->on('request', function () {});
    $server->start();
    echo "stopped\n";
    PHP);
--EXPECT--
stopped
[exit code 0, same as bare]
- {closure}:7 abandoned, unset
  - {closure}:8 returned, unset
