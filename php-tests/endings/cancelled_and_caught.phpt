--TEST--
A cancellation that is caught, or made without an exception, lets the coroutine return
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
    $throwing = Spawner::create(function () {
        try {
            Coroutine::sleep(60);
        } catch (Coroutine\CanceledException $exception) {
            echo get_class($exception), "\n";
        }
    });
    Coroutine::cancel($throwing, true);
    $silent = Spawner::create(function () {
        var_dump(Coroutine::sleep(60), Coroutine::isCanceled());
    });
    Coroutine::cancel($silent);
    Swoole\Event::wait();
    PHP);
--EXPECT--
Swoole\Coroutine\CanceledException
bool(false)
bool(true)
[exit code 0, same as bare]
- {closure}:3 returned, unset
- {closure}:11 returned, unset
