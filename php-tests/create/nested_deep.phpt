--TEST--
200 coroutines, each created inside the one before, are 200 spans in one trace, each the child of the one before
--EXTENSIONS--
swoole
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function nest(int $depth): void
{
    if ($depth < 200) {
        TracedCoroutine::create('nest', $depth + 1);
    }
    Swoole\Coroutine::sleep(0.001);
}
TracedCoroutine::create('nest', 1);
Swoole\Event::wait();
TracedCoroutine::flush();

$spans = TracedCoroutine\MemoryExporter::getSpans();
$children = [];
foreach ($spans as $span) {
    $children[$span['parent_span_id'] ?? ''] = $span;
}
$depth = 0;
for ($span = $children[''] ?? null; $span !== null; $span = $children[$span['span_id']] ?? null) {
    $depth++;
}
echo count($spans), " spans, $depth deep, ", count(array_unique(array_column($spans, 'trace_id'))), " trace\n";
--EXPECT--
200 spans, 200 deep, 1 trace
