--TEST--
The tour in examples/ runs, shows a failure and an exit, and leaves nothing open
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('the example sleeps for parts of a second');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$ran = run_traced(root() . '/examples/tour.php', ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
$outcomes = array_count_values(array_map(fn (array $span) => $span['attributes']['coroutine.outcome'], spans_of_file($file)));
ksort($outcomes);
echo implode(' ', array_keys($outcomes)), "\n";
echo str_contains(span_tree(spans_of_file($file)), '!!') ? span_tree(spans_of_file($file)) : "no breach\n";
--EXPECT--
abandoned exception exit returned
no breach
