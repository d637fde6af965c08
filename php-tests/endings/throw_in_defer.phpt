--TEST--
An exception in a defer makes the span an error, though Swoole skips the defers that are left
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
        Coroutine::defer(function () { echo "registered first\n"; });
        Coroutine::defer(function () { throw new DomainException('in a defer'); });
        Coroutine::defer(function () { echo "registered last\n"; });
        echo "body\n";
    });
    PHP);
--EXPECT--
body
registered last

Fatal error: Uncaught DomainException: in a defer in program.php:6
Stack trace:
#0 [internal function]: {closure}(NULL)
#1 {main}
  thrown in program.php on line 6
shutdown
[exit code 255, same as bare]
- {closure}:4 exception, error, DomainException, "in a defer"
    ! exception DomainException: in a defer
