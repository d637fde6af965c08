--TEST--
A closure of wrap() leaves the baggage of the unsampled coroutine that calls it
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.sampler=always_off
--FILE--
<?php
TracedCoroutine::create(static function (): void {
    TracedCoroutine::setBaggage('request', 'r1');
    TracedCoroutine::create(static function () use (&$wrapped): void {
        $wrapped = TracedCoroutine::wrap(static fn () => TracedCoroutine::getBaggage());
    });
    echo json_encode($wrapped()), "\n", json_encode(TracedCoroutine::getBaggage()), "\n";
});
--EXPECT--
{"request":"r1"}
{"request":"r1"}
