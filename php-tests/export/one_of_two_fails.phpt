--TEST--
Where one of two exporters fails, the other still gets every span
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program('<?php TracedCoroutine::create(function () {}); var_dump(TracedCoroutine::flush()); echo count(TracedCoroutine\MemoryExporter::getSpans()), " in memory, ", array_sum(TracedCoroutine::stats()["failed"]), " failed\n";');
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file,memory', 'traced_coroutine.file.path' => '/no/such/directory/t.jsonl']);
echo $ran->stdout;
--EXPECT--
bool(false)
1 in memory, 1 failed
