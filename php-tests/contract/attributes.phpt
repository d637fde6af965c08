--TEST--
A span carries the coroutine, its parent, its outcome, its code and its process, and nothing else
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function body(): void {}
$ids = [];
$ids['outer'] = TracedCoroutine::create(function () use (&$ids) { $ids['inner'] = TracedCoroutine::create('body'); });
TracedCoroutine::flush();
$spans = TracedCoroutine\MemoryExporter::getSpans();
$inner = span_of($spans, 'body')['attributes'];
ksort($inner);
echo json_encode(array_keys($inner), JSON_UNESCAPED_SLASHES), "\n";
var_dump(
    $inner['coroutine.id'] === $ids['inner'],
    $inner['coroutine.parent_id'] === $ids['outer'],
    $inner['process.pid'] === getmypid(),
    $inner['code.file.path'] === __FILE__,
    $inner['code.line.number'],
    span_of($spans, 6)['attributes']['coroutine.parent_id'],
);
--EXPECT--
["code.file.path","code.function.name","code.line.number","coroutine.id","coroutine.outcome","coroutine.parent_id","process.pid"]
bool(true)
bool(true)
bool(true)
bool(true)
int(4)
int(-1)
