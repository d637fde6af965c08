--TEST--
An instrumented coroutine whose defer throws has that exception as its end
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_stop_hook('a defer that throws skips the tracer\'s own');
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

compare_with_uninstrumented(<<<'PHP'
    <?php
    go(function () {
        go(function () {
            Swoole\Coroutine::defer(fn () => throw new LogicException("in a defer"));
        });
    });
    Swoole\Event::wait();
    PHP, ['traced_coroutine.instrument' => 'all', 'traced_coroutine.instrument_orphans' => '1']);
--EXPECT--
Fatal error: Uncaught LogicException: in a defer in program.php:4
Stack trace:
#0 [internal function]: {closure}(NULL)
#1 {main}
  thrown in program.php on line 4
[exit code 255, same as without the extension]
- {closure}:2 abandoned, unset
  - {closure}:3 exception, error, LogicException, "in a defer"
      ! exception LogicException: in a defer
