--TEST--
5,000 coroutines alive at once, each with nested spans, interleaved: every span has its right parent
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('5,000 stacks');
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.queue_size=50000
memory_limit=2G
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

const ALIVE = 5_000;
function body(int $n): void
{
    TracedCoroutine::trace("outer $n", function () use ($n) {
        park("first $n");
        $span = TracedCoroutine::startSpan("inner $n");
        $scope = $span->activate();
        park("second $n");
        TracedCoroutine::startSpan("leaf $n")->end();
        $scope->detach() === 0 || print("!! not in order\n");
        $span->end();
    });
}
for ($n = 0; $n < ALIVE; $n++) {
    TracedCoroutine::start(new TracedCoroutine\SpanOptions("body $n"), 'body', $n);
}
foreach (['first', 'second'] as $key) {
    for ($n = ALIVE - 1; $n >= 0; $n--) {
        wake("$key " . ($n * 7 % ALIVE));
    }
}
$spans = exported_spans();
$by_id = array_column($spans, null, 'span_id');
$chains = [];
foreach ($spans as $span) {
    $chain = $span['name'];
    for ($parent = $span['parent_span_id']; $parent !== null; $parent = $by_id[$parent]['parent_span_id']) {
        $chain = $by_id[$parent]['name'] . " > $chain";
        assert($by_id[$parent]['trace_id'] === $span['trace_id']);
    }
    $chains[$chain] = true;
}
$right = 0;
for ($n = 0; $n < ALIVE; $n++) {
    $right += (int) isset($chains["body $n > outer $n > inner $n > leaf $n"]);
}
echo count($spans), ' spans, ', count($chains), " chains, $right of them whole\n";
print_whether_stats_add_up();
--EXPECT--
20000 spans, 20000 chains, 5000 of them whole
stats add up
