--TEST--
A coroutine that runs past its time limit is an error with outcome timeout
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('6.2', 'setTimeLimit()');
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    Coroutine\run(function () {
        Spawner::create(function () {
            Coroutine::defer(function () { echo "defer\n"; });
            Coroutine::setTimeLimit(1);
            try {
                Coroutine::sleep(60);
            } finally {
                echo "finally\n";
            }
        });
    });
    PHP);
--EXPECT--
finally

Fatal error: Uncaught Swoole\Coroutine\TimeoutException in program.php:8
Stack trace:
#0 {main}
  thrown in program.php on line 8
defer
[exit code 255, same as bare]
- {closure}:4 timeout, error, Swoole\Coroutine\TimeoutException, "Swoole\Coroutine\TimeoutException"
    ! exception Swoole\Coroutine\TimeoutException
