--TEST--
exit(0) closes the span with outcome exit and no error
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function () {
        Swoole\Coroutine::defer(function () { echo "defer\n"; });
        try {
            exit(0);
        } finally {
            echo "finally\n";
        }
    });
    PHP);
--EXPECT--
finally

Fatal error: Uncaught Swoole\ExitException: swoole exit in program.php:5
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 5
defer
[exit code 255, same as bare]
- {closure}:2 exit, unset, exit status 0
