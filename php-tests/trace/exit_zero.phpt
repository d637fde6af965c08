--TEST--
exit(0) inside trace() is no failure of its span
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program('<?php TracedCoroutine::create(fn () => TracedCoroutine::trace("traced", fn () => exit(0)));');
run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0']);
$span = span_named(spans_of_file($file), 'traced');
echo $span['status']['code'], "\n";
--EXPECT--
unset
