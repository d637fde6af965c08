--TEST--
100,000 open spans in one coroutine end with it, each counted
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('100,000 spans');
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.queue_memory=128M
memory_limit=1G
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {
    for ($n = 0; $n < 100_000; $n++) {
        TracedCoroutine::startSpan('forgotten');
    }
});
$stats = TracedCoroutine::stats();
echo "$stats[started] started, $stats[open] open, $stats[ended_with_coroutine] ended with a coroutine\n";
print_whether_stats_add_up();
--EXPECT--
100001 started, 0 open, 100000 ended with a coroutine
stats add up
