--TEST--
Spans left open end with their coroutine, and are counted
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function body(): void {
    TracedCoroutine::startSpan('forgotten at once');
    $span = TracedCoroutine::startSpan('held');
    $span->activate();
    TracedCoroutine::startSpan('child')->setAttribute('kept', true);
    park('body');
}
TracedCoroutine::create('body');
$stats = TracedCoroutine::stats();
echo "$stats[open] open, $stats[ended_with_coroutine] ended with a coroutine\n";
wake('body');
$stats = TracedCoroutine::stats();
echo "$stats[open] open, $stats[ended_with_coroutine] ended with a coroutine\n";
print_spans();
$ends = array_column(TracedCoroutine\MemoryExporter::getSpans(), 'end_time_unix_nano', 'name');
var_dump($ends['body'] >= max($ends), said_attributes(span_named(TracedCoroutine\MemoryExporter::getSpans(), 'child')));
print_whether_stats_add_up();
--EXPECT--
4 open, 0 ended with a coroutine
0 open, 3 ended with a coroutine
- body:5 returned, unset
  - [forgotten at once] unset
  - [held] unset
    - [child] unset
bool(true)
array(1) {
  ["kept"]=>
  bool(true)
}
stats add up
