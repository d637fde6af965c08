--TEST--
Backtraces inside look as they do in a bare fiber
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
    function deep(int $n): void { $n ? deep($n - 1) : debug_print_backtrace(); }
    Spawner::create(function (int $x) {
        deep($x);
        $GLOBALS['fiber'] = Fiber::getCurrent();
        Fiber::suspend();
        echo (new Exception())->getTraceAsString(), "\n";
    }, 2);
    (function () use ($fiber) { $fiber->resume(); })();
    PHP);
--EXPECT--
#0 program.php(2): deep(0)
#1 program.php(2): deep(1)
#2 program.php(4): deep(2)
#3 [internal function]: {closure}(2)
#4 program.php(3): Spawner::create()
#0 [internal function]: {closure}(2)
#1 program.php(9): Fiber->resume()
#2 program.php(9): {closure}()
#3 {main}
[exit code 0, same as bare]
- {closure}:3 returned, unset
