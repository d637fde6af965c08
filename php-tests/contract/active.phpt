--TEST--
active() lists the open spans with ids, parents and ages
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function outer(): void { TracedCoroutine::create('inner'); park('outer'); }
function inner(): void { park('inner'); }
$id = TracedCoroutine::create('outer');
TracedCoroutine::create(function () {});

$active = TracedCoroutine::active();
usort($active, fn (array $a, array $b) => $a['coroutine_id'] <=> $b['coroutine_id']);
echo json_encode(array_map(get_debug_type(...), $active[0])), "\n";
[$outer, $inner] = $active;
var_dump(
    count($active),
    $outer['coroutine_id'] === $id,
    $outer['coroutine_parent_id'],
    $inner['coroutine_parent_id'] === $id,
    $outer['parent_span_id'],
    $inner['parent_span_id'] === $outer['span_id'] && $inner['trace_id'] === $outer['trace_id'],
    $outer['age'] >= $inner['age'] && $inner['age'] > 0,
);
wake('inner');
wake('outer');
var_dump(TracedCoroutine::active());
TracedCoroutine::flush();
var_dump(span_of(TracedCoroutine\MemoryExporter::getSpans(), 'inner')['span_id'] === $inner['span_id']);
--EXPECT--
{"coroutine_id":"int","coroutine_parent_id":"int","name":"string","age":"float","trace_id":"string","span_id":"string","parent_span_id":"null"}
int(2)
bool(true)
int(-1)
bool(true)
NULL
bool(true)
bool(true)
array(0) {
}
bool(true)
