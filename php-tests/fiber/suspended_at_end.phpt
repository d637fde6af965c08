--TEST--
A fiber that is suspended when the process ends is abandoned, with the place where it waited
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    register_shutdown_function(function () { echo "shutdown\n"; });
    function waits(): void
    {
        $GLOBALS['fiber'] = Fiber::getCurrent();
        try {
            Fiber::suspend();
        } finally {
            echo "finally\n";
        }
    }
    Spawner::create('waits');
    PHP);
--EXPECT--
shutdown
finally
[exit code 0, same as bare]
- waits:3 abandoned, unset
