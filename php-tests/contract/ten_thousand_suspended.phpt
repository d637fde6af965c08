--TEST--
10,000 suspended coroutines that each create a child are 20,000 spans: none lost, none twice, right parents
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('10,000 stacks');
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.queue_size=50000
memory_limit=2G
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function parent_of_one(int $n): void
{
    park("first $n");
    TracedCoroutine::create('child', $n);
    park("second $n");
}
function child(int $n): void { park("child $n"); }

const ALIVE = 10_000;
for ($n = 0; $n < ALIVE; $n++) {
    TracedCoroutine::create('parent_of_one', $n);
}
echo TracedCoroutine::stats()['open'], " open\n";
foreach (['first', 'second', 'child'] as $key) {
    for ($n = ALIVE - 1; $n >= 0; $n--) {
        wake("$key $n");
    }
}
print_whether_stats_add_up();
var_dump(TracedCoroutine::flush(30), TracedCoroutine::active());

$spans = TracedCoroutine\MemoryExporter::getSpans();
$by_id = array_column($spans, null, 'span_id');
$parents = [];
foreach ($spans as $span) {
    if ($span['attributes']['code.function.name'] === 'child') {
        $parent = $by_id[$span['parent_span_id']];
        assert($parent['attributes']['coroutine.id'] === $span['attributes']['coroutine.parent_id']);
        assert($parent['trace_id'] === $span['trace_id'] && $parent['end_time_unix_nano'] >= $span['start_time_unix_nano']);
        $parents[$parent['span_id']] = true;
    } else {
        assert($span['parent_span_id'] === null);
    }
}
echo count($spans), ' spans, ', count($by_id), ' ids, ', count($parents), " parents\n";
echo json_encode(array_diff_key(TracedCoroutine::stats(), ['retries' => 0])), "\n";
--EXPECT--
10000 open
stats add up
bool(true)
array(0) {
}
20000 spans, 20000 ids, 10000 parents
{"started":20000,"finished":20000,"exported":20000,"dropped":{"queue_full":0,"too_many_open":0,"keep_overflow":0,"sampled_out":0,"shutdown":0,"reset":0,"spool_full":0,"spool_expired":0},"failed":{"timeout":0,"unreachable":0,"rejected":0,"shutdown":0,"other":0},"open":0,"queued":0,"spooled":0,"held":0,"not_sampled":0,"ended_with_coroutine":0,"detached":0,"adopted":0,"adopted_twice_possible":0,"unrecorded":0,"details_dropped":0,"scope_misuses":0,"export_failures":0,"internal_errors":0,"exporters":[]}
