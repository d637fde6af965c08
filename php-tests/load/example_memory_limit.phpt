--TEST--
examples/memory_limit.php exports each span with its outcome, though PHP runs out of memory
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('the example sleeps for parts of a second');
not_under_valgrind('without the Zend allocator there is no memory limit');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
run_traced(root() . '/examples/memory_limit.php', ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
foreach (spans_of_file($file) as $span) {
    $lines[] = $span['name'] . ' ' . ($span['attributes']['coroutine.outcome'] ?? 'manual');
}
sort($lines);
echo implode("\n", $lines), "\n";
--EXPECT--
POST /charges manual
charge_card fatal
checkout abandoned
query_warehouse returned
query_warehouse returned
reserve_stock returned
send_mail abandoned
