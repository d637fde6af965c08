--TEST--
A whole process group that is killed loses nothing
--EXTENSIONS--
posix
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('the kernel kills what valgrind would watch');
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

echo by_outcome(spans_left_by(UNFINISHED_WORK . <<<'PHP'

    posix_setpgid(0, 0);
    $pool = new Swoole\Process\Pool(3);
    $pool->on('workerStart', function ($pool, $id) {
        Coroutine\run(function () use ($id) {
            work();
            $id === 2 && Coroutine::sleep(0.5) && posix_kill(-posix_getpgrp(), SIGKILL);
        });
    });
    $pool->start();
    PHP)), "\n";
--EXPECT--
killed by signal 9, 3 left
306 adopted, 0 perhaps twice, 0 left
3 x inner killed, 300 x quick returned, 3 x slow killed
