--TEST--
An error of the compiler inside a coroutine is fatal
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    register_shutdown_function(function () { echo "shutdown\n"; });
    Spawner::create(function () {
        eval('class Twice { function same() {} function same() {} }');
    });
    PHP);
--EXPECT--

Fatal error: Cannot redeclare Twice::same() in program.php(4) : eval()'d code on line 1
shutdown
[exit code 255, same as bare]
- {closure}:3 fatal, error, E_COMPILE_ERROR, "Cannot redeclare Twice::same()"
    ! exception E_COMPILE_ERROR: Cannot redeclare Twice::same()
