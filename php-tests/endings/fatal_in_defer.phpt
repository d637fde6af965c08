--TEST--
A fatal error in a defer makes the span fatal, though the body had returned
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    register_shutdown_function(function () { echo "shutdown\n"; });
    Spawner::create(function () {
        Coroutine::defer(function () { echo "never\n"; });
        Coroutine::defer(function () { trigger_error('no way on', E_USER_ERROR); });
    });
    PHP);
--EXPECT--

Fatal error: no way on in program.php on line 6
shutdown
[exit code 255, same as bare]
- {closure}:4 fatal, error, E_USER_ERROR, "no way on"
    ! exception E_USER_ERROR: no way on
