--TEST--
keep_buffer bounds what is held: what is too much is dropped and counted, the rest of a failed trace is kept
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.sampler=always_off
traced_coroutine.keep_errors=1
traced_coroutine.keep_buffer=10
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {
    for ($n = 0; $n < 25; $n++) {
        TracedCoroutine::startSpan("span $n")->end();
    }
    echo TracedCoroutine::stats()['held'], " held\n";
    TracedCoroutine::currentSpan()->setStatus(TracedCoroutine\StatusCode::Error);
});
$stats = TracedCoroutine::stats();
echo count(exported_spans()), ' exported, ', $stats['dropped']['keep_overflow'], ' overflowed, ', $stats['held'], " held\n";
print_whether_stats_add_up();
TracedCoroutine::create(function () {
    TracedCoroutine::startSpan('room again')->end();
    echo TracedCoroutine::stats()['held'], " held\n";
});
--EXPECT--
10 held
11 exported, 15 overflowed, 0 held
stats add up
1 held
