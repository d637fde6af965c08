--TEST--
E_USER_ERROR ends a coroutine as fatal with its message
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
        Swoole\Coroutine::defer(function () { echo "never\n"; });
        trigger_error('no way on', E_USER_ERROR);
    });
    PHP);
--EXPECT--

Fatal error: no way on in program.php on line 5
shutdown
[exit code 255, same as bare]
- {closure}:3 fatal, error, E_USER_ERROR, "no way on"
    ! exception E_USER_ERROR: no way on
