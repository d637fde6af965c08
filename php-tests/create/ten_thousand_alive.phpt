--TEST--
10,000 coroutines alive at once, each sleeping twice and creating a child, are 20,000 spans
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('10,000 stacks');
--INI--
traced_coroutine.exporter=memory
traced_coroutine.queue_size=50000
memory_limit=2G
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

use Swoole\Coroutine;

function parent_of_one(): void
{
    Coroutine::sleep(0.5);
    TracedCoroutine::create('child');
    Coroutine::sleep(0.01);
}
function child(): void { Coroutine::sleep(0.001); Coroutine::sleep(0.001); }

Coroutine::set(['max_coroutine' => 30_000]);
for ($n = 0; $n < 10_000; $n++) {
    TracedCoroutine::create('parent_of_one');
}
echo TracedCoroutine::stats()['open'], " open\n";
Swoole\Event::wait();
print_whether_stats_add_up();
var_dump(TracedCoroutine::flush(30));

$spans = TracedCoroutine\MemoryExporter::getSpans();
$by_id = array_column($spans, null, 'span_id');
$parents = [];
foreach ($spans as $span) {
    assert(span_breaches($span, $by_id[$span['parent_span_id'] ?? ''] ?? null) === []);
    if ($span['attributes']['code.function.name'] === 'child') {
        $parent = $by_id[$span['parent_span_id']];
        assert($parent['attributes']['coroutine.id'] === $span['attributes']['coroutine.parent_id']);
        $parents[$parent['span_id']] = true;
    }
}
echo count($spans), ' spans, ', count($by_id), ' ids, ', count($parents), " parents\n";
echo json_encode(array_diff_key(TracedCoroutine::stats(), ['retries' => 0])), "\n";
--EXPECT--
10000 open
stats add up
bool(true)
20000 spans, 20000 ids, 10000 parents
{"started":20000,"finished":20000,"exported":20000,"dropped":{"queue_full":0,"too_many_open":0,"keep_overflow":0,"sampled_out":0,"shutdown":0,"reset":0,"spool_full":0,"spool_expired":0},"failed":{"timeout":0,"unreachable":0,"rejected":0,"shutdown":0,"other":0},"open":0,"queued":0,"spooled":0,"held":0,"not_sampled":0,"ended_with_coroutine":0,"detached":0,"adopted":0,"adopted_twice_possible":0,"unrecorded":0,"details_dropped":0,"scope_misuses":0,"export_failures":0,"internal_errors":0,"exporters":[]}
