--TEST--
An exception of the body stands, also when a defer throws another
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    Spawner::create(function () {
        Coroutine::defer(function () { throw new DomainException('in a defer'); });
        throw new LogicException('in the body');
    });
    PHP);
--EXPECT--

Fatal error: Uncaught LogicException: in the body in program.php:5
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 5

Fatal error: Uncaught DomainException: in a defer in program.php:4
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 4
[exit code 255, same as bare]
- {closure}:3 exception, error, LogicException, "in the body"
    ! exception LogicException: in the body
