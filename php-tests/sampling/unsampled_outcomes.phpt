--TEST--
An unsampled coroutine runs, fails and defers as a traced one does
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    $id = Spawner::create(function (int $x): void {
        Swoole\Coroutine::defer(function () { echo "defer\n"; });
        Swoole\Coroutine::sleep(0.001);
        Spawner::create(function () use ($x) { echo "inner $x\n"; });
        throw new DomainException('no');
    }, 5);
    Swoole\Event::wait();
    PHP, traced_settings: ['traced_coroutine.sampler' => 'always_off']);
--EXPECT--
inner 5

Fatal error: Uncaught DomainException: no in program.php:6
Stack trace:
#0 [internal function]: {closure}(5)
#1 {main}
  thrown in program.php on line 6
defer
[exit code 255, same as bare]
(no spans)
