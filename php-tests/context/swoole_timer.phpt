--TEST--
Spans in timers' callbacks are roots, whatever was current where the timer was set
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole();
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function job(): void { TracedCoroutine::startSpan('in the job')->end(); }
function on_timer(int $n): void
{
    TracedCoroutine::trace("timer $n", function () { TracedCoroutine::create('job'); Swoole\Coroutine::sleep(0.02); });
    $span = TracedCoroutine::startSpan("left active $n");
    $span->activate();
    $span->end();
}
TracedCoroutine::trace('sets the timers', function () {
    Swoole\Timer::after(1, 'on_timer', 1);
    Swoole\Timer::after(10, 'on_timer', 2);
});
Swoole\Event::wait();
print_spans();
--EXPECT--
- [sets the timers] unset
- [timer 1] unset
  - job:4 returned, unset
    - [in the job] unset
- [timer 2] unset
  - job:4 returned, unset
    - [in the job] unset
- [left active 1] unset
- [left active 2] unset
