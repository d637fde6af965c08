--TEST--
What is queued before pcntl_exec() goes out
--EXTENSIONS--
pcntl
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program('<?php TracedCoroutine::trace("before", fn () => 1); pcntl_exec("/bin/echo", ["another program"]);');
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
foreach (spans_of_file($file) as $span) {
    echo $span['name'], "\n";
}
$program = program('<?php TracedCoroutine::trace("before", fn () => 1); var_dump(@pcntl_exec("/no/such/program")); TracedCoroutine::trace("after", fn () => 1);');
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
foreach (array_slice(spans_of_file($file), 1) as $span) {
    echo $span['name'], "\n";
}
--EXPECT--
another program
exit code 0
before
bool(false)
exit code 0
before
after
