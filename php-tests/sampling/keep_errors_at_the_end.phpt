--TEST--
Traces that are held when the process ends are decided then: a failed one is exported, a good one is not
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
    function body(string $name, bool $fails): void
    {
        TracedCoroutine::startSpan("child of $name")->end();
        $fails && TracedCoroutine::currentSpan()->setStatus(TracedCoroutine\StatusCode::Error, 'before the end');
        park($name);
    }
    extension_loaded('swoole') && Swoole\Coroutine::set(['enable_deadlock_check' => false]);
    TracedCoroutine::create('body', 'good', false);
    TracedCoroutine::create('body', 'bad', true);
    PHP);
run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'traced_coroutine.sampler' => 'always_off', 'traced_coroutine.keep_errors' => '1'], ['SUPPORT' => __DIR__ . '/../support']);
echo span_tree(spans_of_file($file));
--EXPECT--
- body:3 abandoned, error, "before the end"
  - [child of bad] unset
