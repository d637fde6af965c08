--TEST--
A coroutine of create(), start() or wrap() has one span where coroutines are instrumented, too
--EXTENSIONS--
swoole
traced_coroutine
--INI--
traced_coroutine.exporter=memory
traced_coroutine.instrument=all
traced_coroutine.instrument_orphans=1
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

use TracedCoroutine\SpanOptions;

function job(): void { Swoole\Coroutine::sleep(0.001); }

TracedCoroutine::create(function () {
    TracedCoroutine::start(new SpanOptions('started'), 'job');
    go(TracedCoroutine::wrap('job'));
    go(TracedCoroutine::wrap('job', new SpanOptions('wrapped', attributes: ['key' => 'value'])));
    // As Hyperf does: the wrapped callable is called by a closure that is the coroutine's body, and catches what it throws.
    $wrapped = TracedCoroutine::wrap(fn () => throw new LogicException('caught'), new SpanOptions('wrapped inside'));
    go(function () use ($wrapped) {
        try {
            $wrapped();
        } catch (LogicException) {
            Swoole\Coroutine::sleep(0.001);
        }
    });
    // Wrapped in the coroutine itself, it is a child of what the coroutine is.
    go(function () {
        TracedCoroutine::wrap('job', new SpanOptions('wrapped here'))();
        // Also where it was wrapped inside of a span of the coroutine's, or of a child.
        $wrapped = TracedCoroutine::trace('call', fn () => TracedCoroutine::wrap('job', new SpanOptions('wrapped in a call')));
        $wrapped();
        go(function () use (&$wrapped) {
            $wrapped = TracedCoroutine::wrap('job', new SpanOptions('wrapped in a child'));
        });
        $wrapped();
    });
});
Swoole\Event::wait();
print_spans();
echo json_encode(said_attributes(span_named(exported_spans(), 'wrapped'))), "\n";
print_whether_stats_add_up();
--EXPECT--
- {closure}:8 returned, unset
  - 'started' job:6 returned, unset
  - job:6 returned, unset
  - 'wrapped' job:6 returned, unset
  - 'wrapped inside' {closure}:13 exception, error, LogicException, "caught"
      ! exception LogicException: caught
  - {closure}:22 returned, unset
    - [wrapped here] unset
    - [call] unset
      - [wrapped in a call] unset
    - {closure}:27 returned, unset
      - [wrapped in a child] unset
{"key":"value"}
stats add up
