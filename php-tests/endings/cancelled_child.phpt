--TEST--
A child that its parent cancels is cancelled; the parent has not ended by itself
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
    Spawner::create(function () {
        $child = Spawner::create(function () {
            Coroutine::defer(function () { echo "the child's defer\n"; });
            Coroutine::sleep(60);
        });
        Coroutine::sleep(0.001);
        var_dump(Coroutine::cancel($child, true));
    });
    Swoole\Event::wait();
    PHP);
--EXPECT--

Fatal error: Uncaught Swoole\Coroutine\CanceledException in program.php:6
Stack trace:
#0 {main}
  thrown in program.php on line 6
the child's defer
[exit code 255, same as bare]
- {closure}:3 abandoned, unset
  - {closure}:4 cancelled, unset
      ! exception Swoole\Coroutine\CanceledException
