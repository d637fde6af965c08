--TEST--
Too few arguments for the body are its own uncaught error
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function (int $needed) {}, ...[]);
    PHP);
--EXPECT--

Fatal error: Uncaught ArgumentCountError: Too few arguments to function {closure}(), 0 passed and exactly 1 expected in program.php:2
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 2
[exit code 255, same as bare]
- {closure}:2 exception, error, ArgumentCountError, "Too few arguments to function {closure}(), 0 passed and exactly 1 expected"
    ! exception ArgumentCountError: Too few arguments to function {closure}(), 0 passed and exactly 1 expected
