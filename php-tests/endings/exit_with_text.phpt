--TEST--
exit() with a text is an exit with status 0
--DESCRIPTION--
The message of Swoole's exception is the text from PHP 8.4 on, and "swoole exit" before: here they are the same.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function () { exit('swoole exit'); });
    PHP);
--EXPECT--

Fatal error: Uncaught Swoole\ExitException: swoole exit in program.php:2
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 2
[exit code 255, same as bare]
- {closure}:2 exit, unset, exit status 0
