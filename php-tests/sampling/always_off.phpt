--TEST--
With always_off nothing is exported, all spans are counted as not sampled, and other services see an unsampled trace
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.sampler=always_off
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {
    TracedCoroutine::trace('span', function () {
        $span = TracedCoroutine::currentSpan();
        $span->setAttribute('a', 1)->addEvent('e')->updateName('n');
        $carrier = [];
        TracedCoroutine::inject($carrier);
        $context = $span->getContext();
        var_dump($span->isRecording(), $context->isSampled(), $context->isValid(), $carrier['traceparent'] === $context->toTraceparent(), substr($carrier['traceparent'], -3));
        TracedCoroutine::create(fn () => print(TracedCoroutine::currentSpan()->getContext()->getTraceId() === $context->getTraceId() ? "same trace\n" : "!! another trace\n"));
    });
});
$stats = TracedCoroutine::stats();
echo "$stats[started] started, $stats[not_sampled] not sampled, $stats[open] open\n";
print_whether_stats_add_up();
print_spans();
var_dump(TracedCoroutine::active());
--EXPECT--
bool(false)
bool(false)
bool(true)
bool(true)
string(3) "-02"
same trace
0 started, 3 not sampled, 0 open
stats add up
(no spans)
array(0) {
}
