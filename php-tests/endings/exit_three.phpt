--TEST--
exit(3) closes the span with outcome exit, its status and an error
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    register_shutdown_function(function () { echo "shutdown\n"; });
    Spawner::create(function () {
        Swoole\Coroutine::defer(function () { echo "defer\n"; });
        Swoole\Coroutine::sleep(0.001);
        exit(3);
    });
    Swoole\Event::wait();
    PHP);
--EXPECT--

Fatal error: Uncaught Swoole\ExitException: swoole exit in program.php:6
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 6
defer
shutdown
[exit code 255, same as bare]
- {closure}:3 exit, error, exit status 3, Swoole\ExitException, "exit status 3"
