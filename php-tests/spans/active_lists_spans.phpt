--TEST--
active() lists spans by hand beside coroutines, with their names, ids and ages
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

$id = TracedCoroutine::create(function () {
    $span = TracedCoroutine::startSpan('query');
    park('body');
    $span->end();
});
$outside = TracedCoroutine::startSpan('outside');
$active = array_column(TracedCoroutine::active(), null, 'name');
ksort($active);
echo implode(' ', array_keys($active)), "\n";
var_dump(
    $active['query']['coroutine_id'] === $id,
    $active['query']['parent_span_id'] === $active['coroutine']['span_id'],
    $active['query']['trace_id'] === $active['coroutine']['trace_id'],
    $active['outside']['coroutine_id'],
    $active['outside']['parent_span_id'],
    $active['query']['age'] > 0 && $active['query']['age'] <= $active['coroutine']['age'],
);
wake('body');
$outside->end();
var_dump(TracedCoroutine::active());
--EXPECT--
coroutine outside query
bool(true)
bool(true)
bool(true)
int(-1)
NULL
bool(true)
array(0) {
}
