--TEST--
Without Swoole the extension loads, says that it runs on Fibers, and traces
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program('<?php TracedCoroutine::create(function () { echo "body\n"; });');
$file = scratch() . '/t.jsonl';
$arguments = ['-n', '-d', 'extension=' . our_library()];
$ran = run_php([...$arguments, $program], ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr, span_tree(spans_of_file($file));
var_dump(str_contains(run_php([...$arguments, '--ri', 'traced_coroutine'])->stdout, 'Fibers'));
--EXPECT--
body
- {closure}:1 returned, unset
bool(true)
