--TEST--
An uncaught exception ends the program as it does without tracing
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
    Spawner::create(function () {
        try {
            throw new RuntimeException('outer', 0, new LogicException('inner'));
        } finally {
            echo "finally\n";
        }
    });
    PHP);
--EXPECT--
finally

Fatal error: Uncaught LogicException: inner in program.php:5
Stack trace:
#0 [internal function]: {closure}()
#1 program.php(3): Spawner::create()
#2 {main}

Next RuntimeException: outer in program.php:5
Stack trace:
#0 [internal function]: {closure}()
#1 program.php(3): Spawner::create()
#2 {main}
  thrown in program.php on line 5
shutdown
[exit code 255, same as bare]
- {closure}:3 exception, error, RuntimeException, "outer"
    ! exception RuntimeException: outer
