<?php
/** A batch of coroutines of Swoole's for php-tests/soak. In a thread of its own this file runs one. */

declare(strict_types=1);

function swoole_batch(): int
{
    for ($n = 0; $n < 1000; $n++) {
        TracedCoroutine::create('outer', $n);
    }
    Swoole\Event::wait();
    return 2000;
}

function outer(int $n): void
{
    TracedCoroutine::create(static function () use ($n) {
        if ($n % 10 === 0) {
            Swoole\Coroutine::sleep(0.001);
        }
        try {
            throw new RuntimeException('caught');
        } catch (RuntimeException) {
        }
    });
    if ($n % 7 === 0) {
        Swoole\Coroutine::defer(static function () {});
    }
}

if (class_exists('Swoole\Thread') && Swoole\Thread::getArguments() === ['run']) {
    swoole_batch();
}
