--TEST--
A cancelled coroutine has outcome cancelled, which is no error
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('6.1', 'cancel($id, true) throws');
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    register_shutdown_function(function () { echo "shutdown\n"; });
    $id = Spawner::create(function () {
        Coroutine::defer(function () { echo "defer\n"; });
        try {
            Coroutine::sleep(60);
        } finally {
            echo "finally\n";
        }
    });
    echo "about to cancel\n";
    Coroutine::cancel($id, true);
    PHP);
--EXPECT--
about to cancel
finally

Fatal error: Uncaught Swoole\Coroutine\CanceledException in program.php:7
Stack trace:
#0 {main}
  thrown in program.php on line 7
defer
shutdown
[exit code 255, same as bare]
- {closure}:4 cancelled, unset
    ! exception Swoole\Coroutine\CanceledException
