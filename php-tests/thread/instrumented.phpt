--TEST--
With instrumentation a coroutine of create() in a thread has one span, and its closure lives as long as it runs
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_threads();
--FILE--
<?php
require __DIR__ . '/../support/threads.inc';

$spans = run_threads(<<<'PHP'
    start_thread($thread, 'one');
    start_thread($thread, 'two');
    join_threads();
    PHP, <<<'PHP'
    final class Order
    {
        public function __construct(public readonly string $name) {}
        public function __destruct() { file_put_contents("$this->name.log", "destroyed\n", FILE_APPEND); }
        public function ship(): void
        {
            $paid = new Swoole\Coroutine\Channel(1);
            TracedCoroutine::create(function () use ($paid): void {
                $paid->pop();
                file_put_contents("$this->name.log", "shipped\n", FILE_APPEND);
            });
            go(function () use ($paid): void {
                file_put_contents("$this->name.log", "paid\n", FILE_APPEND);
                $paid->push(true);
            });
        }
    }
    with_coroutines(fn () => TracedCoroutine::trace('order', fn () => (new Order(thread_word()))->ship()));
    PHP, ['traced_coroutine.instrument' => 'all']);
echo file_get_contents(scratch() . '/one.log') === file_get_contents(scratch() . '/two.log') ? file_get_contents(scratch() . '/one.log') : "!! they differ\n";
echo span_tree($spans);
--EXPECT--
exit code 0
paid
shipped
destroyed
- [order] unset
  - Order::{closure}:10 returned, unset
  - Order::{closure}:14 returned, unset
- [order] unset
  - Order::{closure}:10 returned, unset
  - Order::{closure}:14 returned, unset
