--TEST--
examples/threads.php is one trace, through all of its threads
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_threads();
--FILE--
<?php
require __DIR__ . '/../support/threads.inc';

$file = scratch() . '/t.jsonl';
$ran = run_traced(root() . '/examples/threads.php', ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->how(), "\n$ran->stdout$ran->stderr";
$spans = spans_of_file($file);
$names = array_column($spans, 'name', 'span_id');
$lines = array_map(fn (array $span) => $span['name'] . ' of ' . ($names[$span['parent_span_id']] ?? 'none') . (isset($span['attributes']['thread.id']) ? ' in a thread' : ''), $spans);
sort($lines);
echo implode("\n", $lines), "\n";
echo count(array_unique(array_column($spans, 'trace_id'))), ' trace, ', count(values_of($spans, 'thread.id')) - 1, " threads beside the main one\n";
--EXPECT--
exit code 0
import coats of import in a thread
import hats of import in a thread
import of none
import shirts of import in a thread
import shoes of import in a thread
read_part of import coats in a thread
read_part of import coats in a thread
read_part of import hats in a thread
read_part of import hats in a thread
read_part of import shirts in a thread
read_part of import shirts in a thread
read_part of import shoes in a thread
read_part of import shoes in a thread
1 trace, 4 threads beside the main one
