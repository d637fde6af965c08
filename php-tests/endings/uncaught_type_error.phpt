--TEST--
An uncaught TypeError is an exception, not a fatal error
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function () { strlen([]); });
    PHP);
--EXPECT--

Fatal error: Uncaught TypeError: strlen(): Argument #1 ($string) must be of type string, array given in program.php:2
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 2
[exit code 255, same as bare]
- {closure}:2 exception, error, TypeError, "strlen(): Argument #1 ($string) must be of type string, array given"
    ! exception TypeError: strlen(): Argument #1 ($string) must be of type string, array given
