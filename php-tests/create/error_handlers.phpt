--TEST--
Error and exception handlers are called as they are bare
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    set_error_handler(function (int $level, string $message) { echo "handler: $message\n"; return true; });
    set_exception_handler(function (Throwable $t) { echo 'exception handler: ', $t->getMessage(), "\n"; });
    Spawner::create(function () {
        echo $undefined;
        throw new Exception('nobody catches');
    });
    PHP);
--EXPECT--
handler: Undefined variable $undefined

Fatal error: Uncaught Exception: nobody catches in program.php:6
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 6
[exit code 255, same as bare]
- {closure}:4 exception, error, Exception, "nobody catches"
    ! exception Exception: nobody catches
