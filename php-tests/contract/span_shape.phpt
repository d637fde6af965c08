--TEST--
MemoryExporter::getSpans() gives the documented shape
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function body(): void {}
TracedCoroutine::create('body');
TracedCoroutine::flush();
[$span] = TracedCoroutine\MemoryExporter::getSpans();
echo json_encode(array_map(get_debug_type(...), $span)), "\n", json_encode($span['status']), "\n", $span['name'], ' ', $span['kind'], "\n";
--EXPECT--
{"name":"string","kind":"string","trace_id":"string","span_id":"string","parent_span_id":"null","start_time_unix_nano":"int","end_time_unix_nano":"int","attributes":"array","events":"array","links":"array","trace_state":"string","dropped":"array","status":"array"}
{"code":"unset","description":""}
body internal
