--TEST--
exit(3) inside a fiber is an error with its status, which the process has too
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
    Spawner::create(function () {
        $GLOBALS['fiber'] = Fiber::getCurrent();
        Fiber::suspend();
        exit(3);
    });
    $fiber->resume();
    PHP);
--EXPECT--

[exit code 3, same as bare]
- {closure}:2 exit, error, exit status 3, exit, "exit status 3"
