--TEST--
active() lists manual spans beside coroutines, with their names, ids and ages; only a coroutine has a parent coroutine
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function body(): void
{
    $span = TracedCoroutine::startSpan('query');
    park('body');
    $span->end();
}
$id = TracedCoroutine::create('body');
$outside = TracedCoroutine::startSpan('outside');
$active = array_column(TracedCoroutine::active(), null, 'name');
ksort($active);
echo implode(' ', array_keys($active)), "\n";
var_dump(
    $active['query']['coroutine_id'] === $id,
    $active['query']['parent_span_id'] === $active['body']['span_id'],
    $active['query']['trace_id'] === $active['body']['trace_id'],
    $active['body']['coroutine_parent_id'],
    $active['query']['coroutine_parent_id'],
    $active['outside']['coroutine_id'],
    $active['outside']['coroutine_parent_id'],
    $active['outside']['parent_span_id'],
    $active['query']['age'] > 0 && $active['query']['age'] <= $active['body']['age'],
);
wake('body');
$outside->end();
var_dump(TracedCoroutine::active());
--EXPECT--
body outside query
bool(true)
bool(true)
bool(true)
int(-1)
NULL
int(-1)
NULL
NULL
bool(true)
array(0) {
}
