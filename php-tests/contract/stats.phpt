--TEST--
Counters follow a span from open to exported, and always add up
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function show(string $when): void
{
    $stats = TracedCoroutine::stats();
    echo "$when: started $stats[started], finished $stats[finished], open $stats[open]; ";
    print_whether_stats_add_up();
}
echo json_encode(array_map(fn ($value) => is_array($value) ? array_keys($value) : get_debug_type($value), TracedCoroutine::stats())), "\n";
show('at first');
TracedCoroutine::create(function () { park('one'); });
TracedCoroutine::create(function () { show('inside the second'); });
show('one is suspended');
wake('one');
show('both have ended');
var_dump(TracedCoroutine::flush(), TracedCoroutine::stats()['exported'], TracedCoroutine::stats()['queued']);
show('after the flush');
--EXPECT--
{"started":"int","finished":"int","exported":"int","dropped":["queue_full","too_many_open","keep_overflow","sampled_out","shutdown","reset","spool_full","spool_expired"],"failed":["timeout","unreachable","rejected","shutdown","other"],"open":"int","queued":"int","spooled":"int","held":"int","not_sampled":"int","ended_with_coroutine":"int","detached":"int","adopted":"int","adopted_twice_possible":"int","unrecorded":"int","details_dropped":"int","scope_misuses":"int","export_failures":"int","retries":"int","internal_errors":"int","exporters":[]}
at first: started 0, finished 0, open 0; stats add up
inside the second: started 2, finished 0, open 2; stats add up
one is suspended: started 2, finished 1, open 1; stats add up
both have ended: started 2, finished 2, open 0; stats add up
bool(true)
int(2)
int(0)
after the flush: started 2, finished 2, open 0; stats add up
