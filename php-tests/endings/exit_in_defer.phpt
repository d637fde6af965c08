--TEST--
exit() in a defer closes the span with outcome exit, and is an error only if its status is not 0
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

foreach ([0, 3] as $status) {
    compare_with_bare(<<<PHP
        <?php
        Spawner::create(function () {
            Swoole\Coroutine::defer(function () { exit($status); });
            echo "body\\n";
        });
        PHP);
}
--EXPECT--
body

Fatal error: Uncaught Swoole\ExitException: swoole exit in program.php:3
Stack trace:
#0 [internal function]: {closure}(NULL)
#1 {main}
  thrown in program.php on line 3
[exit code 255, same as bare]
- {closure}:2 exit, unset, exit status 0
body

Fatal error: Uncaught Swoole\ExitException: swoole exit in program.php:3
Stack trace:
#0 [internal function]: {closure}(NULL)
#1 {main}
  thrown in program.php on line 3
[exit code 255, same as bare]
- {closure}:2 exit, error, exit status 3, Swoole\ExitException, "exit status 3"
