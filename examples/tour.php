<?php
/**
 * A tour of what can become of a coroutine: nested, concurrent, failing, exiting, never-ending.
 *
 *   make demo
 *
 * Runs on Swoole where PHP loads it, and on PHP's own Fibers elsewhere.
 */

declare(strict_types=1);

$swoole = extension_loaded('swoole');

/** Lets others run for a moment: Swoole has a scheduler, for fibers a list will do. */
function pause(float $seconds): void
{
    global $swoole, $waiting;
    if ($swoole) {
        Swoole\Coroutine::sleep($seconds);
        return;
    }
    $waiting[] = Fiber::getCurrent();
    Fiber::suspend();
}

function checkout(int $order): void
{
    TracedCoroutine::create('reserve_stock', $order);
    TracedCoroutine::create('charge_card', $order);
    TracedCoroutine::create('send_mail', $order);
    pause(0.03);
}

function reserve_stock(int $order): void
{
    foreach (['shirt', 'shoes'] as $item) {
        TracedCoroutine::create('query_warehouse', $item);
    }
    pause(0.01);
}

function query_warehouse(string $item): void
{
    pause(0.005);
}

function charge_card(int $order): void
{
    pause(0.015);
    try {
        throw new RuntimeException('the bank is slow, once more');
    } catch (RuntimeException) {
        pause(0.005); // a failure that is dealt with is none
    }
}

function send_mail(int $order): void
{
    pause(0.002);
}

/** What nobody wakes up is closed when the process ends, and its span says where it waited. */
function waits_for_ever(): void
{
    global $held;
    if (extension_loaded('swoole')) {
        (new Swoole\Coroutine\Channel(1))->pop();
        return;
    }
    $held = Fiber::getCurrent();
    Fiber::suspend();
}

function gives_up(): void
{
    pause(0.001);
    throw new DomainException('order 3 has no address', 0, new LogicException('the address book is empty'));
}

/** exit() ends a coroutine too; the status is not 0, so it counts as a failure. */
function leaves(): void
{
    exit(3);
}

/** Swoole has an event loop; fibers have nobody who resumes them but us. */
function run(): void
{
    global $swoole, $waiting;
    if ($swoole) {
        Swoole\Event::wait();
        return;
    }
    while ($fiber = array_shift($waiting)) {
        $fiber->resume();
    }
}

/** A coroutine that fails ends its process, and so does exit(): each gets a process of its own. */
function in_a_process_of_its_own(string $function): void
{
    if (!function_exists('pcntl_fork') || ($pid = pcntl_fork()) === -1) {
        return;
    }
    if ($pid === 0) {
        TracedCoroutine::create($function);
        run();
        exit(0);
    }
    pcntl_waitpid($pid, $status);
}

$waiting = [];
in_a_process_of_its_own('gives_up');
in_a_process_of_its_own('leaves');

TracedCoroutine::create('checkout', 1);
TracedCoroutine::create('checkout', 2);
TracedCoroutine::create('waits_for_ever');
if ($swoole) {
    // The loop would take the last coroutine for a deadlock and say so at length.
    Swoole\Coroutine::set(['enable_deadlock_check' => false, 'hook_flags' => 0]);
}
run();
