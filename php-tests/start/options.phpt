--TEST--
start() is create() with a name, a kind, attributes, links and a start time
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\{SpanKind, SpanOptions};

function import(string $file, int ...$lines): void { echo "$file ", implode(' ', $lines), "\n"; }
$link = TracedCoroutine::startSpan('order');
$started = microtime(true) - 2;
$options = new SpanOptions('import a.csv', SpanKind::Consumer, ['shop.file' => 'a.csv'], [$link->getContext()], null, $started);
var_dump(is_int(TracedCoroutine::start($options, 'import', 'a.csv', 1, 2)));
var_dump(TracedCoroutine::start(new SpanOptions(), 'import', 'b.csv') > 0);
$link->end();
print_spans();
$span = span_named(TracedCoroutine\MemoryExporter::getSpans(), 'import a.csv');
echo json_encode(said_attributes($span)), "\n";
var_dump(abs($span['start_time_unix_nano'] / 1e9 - $started) < 0.001, $span['end_time_unix_nano'] - $span['start_time_unix_nano'] >= 2e9);
--EXPECT--
a.csv 1 2
bool(true)
b.csv 
bool(true)
- 'import a.csv' import:5 consumer returned, unset
    ~ order
- [order] unset
- import:5 returned, unset
{"shop.file":"a.csv"}
bool(true)
bool(true)
