--TEST--
With ratio 0.25 about a quarter of 4,000 traces is exported, each of them whole
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.sampler=parentbased_traceidratio
traced_coroutine.sampler_arg=0.25
traced_coroutine.queue_size=50000
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

for ($n = 0; $n < 4000; $n++) {
    TracedCoroutine::create(function () { TracedCoroutine::trace('span', fn () => TracedCoroutine::create(fn () => 1)); });
}
$sizes = array_count_values(array_column(exported_spans(), 'trace_id'));
$stats = TracedCoroutine::stats();
// Six standard deviations around 1,000.
var_dump(abs(count($sizes) - 1000) < 165, array_unique(array_values($sizes)), $stats['started'] + $stats['not_sampled'], $stats['started'] === 3 * count($sizes));
print_whether_stats_add_up();
--EXPECT--
bool(true)
array(1) {
  [0]=>
  int(3)
}
int(12000)
bool(true)
stats add up
