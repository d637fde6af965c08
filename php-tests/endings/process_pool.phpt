--TEST--
A worker of a process pool that is asked to stop exports its spans
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('6.0', 'a worker of a pool handles SIGTERM');
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    Coroutine::set(['log_level' => SWOOLE_LOG_NONE]); // the pool may signal a worker that has just gone, and logs it
    $pool = new Swoole\Process\Pool(1, SWOOLE_IPC_NONE, 0, true);
    $pool->on('WorkerStart', function (Swoole\Process\Pool $pool) {
        Spawner::create(function () { Coroutine::sleep(0.001); });
        Coroutine::sleep(0.01);
        $pool->shutdown();
    });
    $pool->start();
    PHP);
--EXPECT--

[exit code 0, same as bare]
- {closure}:6 returned, unset
