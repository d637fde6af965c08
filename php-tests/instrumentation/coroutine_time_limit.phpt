--TEST--
An instrumented coroutine that runs past its time limit has the outcome of one of TracedCoroutine::create()
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('6.2', 'setTimeLimit()');
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

compare_with_uninstrumented(<<<'PHP'
    <?php
    go(function () {
        go(function () {
            Swoole\Coroutine::setTimeLimit(1);
            Swoole\Coroutine::sleep(5);
        });
        Swoole\Coroutine::sleep(0.005);
    });
    Swoole\Event::wait();
    PHP, ['traced_coroutine.instrument' => 'all', 'traced_coroutine.instrument_orphans' => '1']);
--EXPECT--
Fatal error: Uncaught Swoole\Coroutine\TimeoutException in program.php:5
Stack trace:
#0 {main}
  thrown in program.php on line 5
[exit code 255, same as without the extension]
- {closure}:2 returned, unset
  - {closure}:3 timeout, error, Swoole\Coroutine\TimeoutException, "Swoole\Coroutine\TimeoutException"
      ! exception Swoole\Coroutine\TimeoutException
