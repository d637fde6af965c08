--TEST--
What run() is given is traced under what is current outside of coroutines, and where nothing is, not at all
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

compare_with_uninstrumented(<<<'PHP'
    <?php
    final class Shop
    {
        public function job(string $given): void
        {
            echo "$given\n", (new Exception())->getTraceAsString(), "\n";
            go(function () { Swoole\Coroutine::sleep(0.001); });
            $given === 'throws' && throw new LogicException('thrown');
        }
    }
    $outer = extension_loaded('traced_coroutine') ? TracedCoroutine::trace(...) : fn (string $name, Closure $call) => $call();
    Swoole\Coroutine\run([new Shop(), 'job'], 'without a parent');
    $outer('outer', fn () => Swoole\Coroutine\run([new Shop(), 'job'], 'given'));
    $outer('outer', fn () => Swoole\Coroutine\run([new Shop(), 'job'], 'throws'));
    PHP);
--EXPECT--
without a parent
#0 [internal function]: Shop->job('...')
#1 {main}
given
#0 [internal function]: Shop->job('...')
#1 {main}
throws
#0 [internal function]: Shop->job('...')
#1 {main}

Fatal error: Uncaught LogicException: thrown in program.php:8
Stack trace:
#0 [internal function]: Shop->job('...')
#1 {main}
  thrown in program.php on line 8
[exit code 255, same as without the extension]
- [outer] unset
  - Shop::job:4 returned, unset
    - Shop::{closure}:7 returned, unset
- [outer] error, "thrown"
    ! exception LogicException: thrown
  - Shop::job:4 exception, error, LogicException, "thrown"
      ! exception LogicException: thrown
    - Shop::{closure}:7 abandoned, unset
