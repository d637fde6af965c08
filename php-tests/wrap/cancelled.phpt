--TEST--
A wrapped body that is cancelled has the outcome cancelled
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('6.1', 'cancel($id, true) throws');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    function body(): void { Swoole\Coroutine::sleep(10); }
    $id = go(TracedCoroutine::wrap('body'));
    Swoole\Coroutine::cancel($id, true);
    Swoole\Event::wait();
    PHP);
run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo span_tree(spans_of_file($file));
--EXPECT--
- body:2 cancelled, unset
    ! exception Swoole\Coroutine\CanceledException
