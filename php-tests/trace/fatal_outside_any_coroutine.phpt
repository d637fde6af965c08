--TEST--
A fatal error inside trace() outside any coroutine leaves its spans to the end of the process
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    register_shutdown_function(function () { echo TracedCoroutine::stats()['open'], " open at shutdown\n"; });
    TracedCoroutine::trace('outer', fn () => TracedCoroutine::trace('inner', fn () => trigger_error('no way on', E_USER_ERROR)));
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0']);
echo $ran->stdout, $ran->how(), "\n", span_tree(spans_of_file($file));
--EXPECT--
2 open at shutdown
exit code 255
- [outer] unset
  - [inner] unset
