--TEST--
A cancellation passes through trace() and is no failure, neither of its span nor of the coroutine
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
    $id = TracedCoroutine::create(function () {
        TracedCoroutine::startSpan('left open');
        TracedCoroutine::trace('sleeps', fn () => Swoole\Coroutine::sleep(10));
    });
    Swoole\Timer::after(1, fn () => Swoole\Coroutine::cancel($id, true));
    Swoole\Event::wait();
    PHP);
run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0']);
echo span_tree(spans_of_file($file));
--EXPECT--
- {closure}:2 cancelled, unset
    ! exception Swoole\Coroutine\CanceledException
  - [left open] unset
  - [sleeps] unset
      ! exception Swoole\Coroutine\CanceledException
