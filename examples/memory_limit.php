<?php
/**
 * A checkout whose payment runs out of memory: PHP runs no `finally` and no `defer` then, and every span is still exported.
 *
 *   php -d extension=target/release/libtraced_coroutine.so -d traced_coroutine.exporter=console examples/memory_limit.php
 *
 * Needs Swoole. The picture in the README shows this trace in Zipkin.
 */

declare(strict_types=1);

use Swoole\Coroutine;

function checkout(int $order): void
{
    TracedCoroutine::create('reserve_stock', $order);
    TracedCoroutine::create('charge_card', $order);
    TracedCoroutine::create('send_mail', $order);
    Coroutine::sleep(1); // still waits when the process ends
}

function reserve_stock(int $order): void
{
    foreach (['shirt', 'shoes'] as $item) {
        TracedCoroutine::create('query_warehouse', $item);
    }
    Coroutine::sleep(0.012);
}

function query_warehouse(string $item): void
{
    Coroutine::sleep($item === 'shirt' ? 0.005 : 0.008);
}

function charge_card(int $order): void
{
    Coroutine::sleep(0.010);
    TracedCoroutine::trace('POST /charges', static fn () => Coroutine::sleep(0.008));
    str_repeat('receipt', 100_000_000);
}

function send_mail(int $order): void
{
    Coroutine::sleep(1);
}

ini_set('memory_limit', '64M');
TracedCoroutine::create('checkout', 1);
Swoole\Event::wait();
