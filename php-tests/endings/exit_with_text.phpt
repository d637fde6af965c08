--TEST--
exit() with a text is an exit with status 0
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole();
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function () { exit('bye'); });
    PHP);
--EXPECT--

Fatal error: Uncaught Swoole\ExitException: swoole exit in program.php:2
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 2
[exit code 255, same as bare]
- {closure}:2 exit, unset, exit status 0
