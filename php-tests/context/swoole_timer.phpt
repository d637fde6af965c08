--TEST--
Spans in timers' callbacks are roots, whatever was current where the timer was set
--EXTENSIONS--
swoole
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function job(): void { TracedCoroutine::startSpan('in the job')->end(); }
function on_timer(int $n): void
{
    static $done = 0;
    TracedCoroutine::trace("timer $n", function () { TracedCoroutine::create('job'); Swoole\Coroutine::sleep(0.02); });
    for ($wait = 0; $done < $n - 1 && $wait < 10_000; $wait++) {
        Swoole\Coroutine::sleep(0.001);
    }
    $span = TracedCoroutine::startSpan("left active $n");
    $span->activate();
    $span->end();
    $done++;
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
