--TEST--
A Swoole\Process started with spans queued in its parent exports only its own
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    function before(): void {}
    function in_child(): void { Swoole\Coroutine::sleep(0.001); }
    TracedCoroutine::create('before');
    $process = new Swoole\Process(function () { TracedCoroutine::create('in_child'); }, false, 0, true);
    $process->start();
    Swoole\Process::wait();
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr, span_tree(spans_of_file($file));
--EXPECT--
- before:2 returned, unset
- in_child:3 returned, unset
