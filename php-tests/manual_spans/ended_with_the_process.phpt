--TEST--
Spans that are open when the process ends are exported, inside and outside of coroutines
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    require $_SERVER['SUPPORT'] . '/runtime.inc';
    TracedCoroutine::startSpan('outside')->activate();
    TracedCoroutine::create(function () {
        TracedCoroutine::startSpan('inside');
        TracedCoroutine::trace('traced', fn () => park('for ever'));
    });
    extension_loaded('swoole') && Swoole\Coroutine::set(['enable_deadlock_check' => false]);
    echo "end\n";
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file], ['SUPPORT' => __DIR__ . '/../support']);
echo $ran->stdout, $ran->how(), "\n", span_tree(spans_of_file($file));
--EXPECT--
end
exit code 0
- [outside] unset
  - {closure}:4 abandoned, unset
    - [inside] unset
    - [traced] unset
