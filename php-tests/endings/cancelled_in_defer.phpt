--TEST--
A coroutine that is cancelled in a defer has outcome cancelled, which is no error, though Swoole throws there without PHP's knowing
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
    $id = Spawner::create(function () {
        Coroutine::defer(function () { Coroutine::sleep(60); });
        echo "body\n";
    });
    Coroutine::cancel($id, true);
    PHP);
--EXPECT--
body

Fatal error: Uncaught Swoole\Coroutine\CanceledException in program.php:4
Stack trace:
#0 {main}
  thrown in program.php on line 4
[exit code 255, same as bare]
- {closure}:3 cancelled, unset
    ! exception Swoole\Coroutine\CanceledException
