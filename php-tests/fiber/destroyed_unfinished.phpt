--TEST--
A fiber without references is destroyed when create() returns: its finally blocks run, its span is abandoned
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
    $id = Spawner::create(function () {
        try {
            Fiber::suspend();
        } finally {
            echo "finally\n";
        }
    });
    echo "after create: $id\n";
    PHP);
--EXPECT--
finally
after create: 1
[exit code 0, same as bare]
- {closure}:2 abandoned, unset
