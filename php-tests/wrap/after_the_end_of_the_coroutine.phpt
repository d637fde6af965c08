--TEST--
A closure of wrap() that PHP calls after its coroutine's end runs in a span that ends with the call
--DESCRIPTION--
It was taken for the body of the coroutine, whose end had been told already: the span stayed open until the process ended.
--EXTENSIONS--
swoole
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

use Swoole\Coroutine;
use TracedCoroutine\SpanOptions;

class Connection
{
    public function __construct(private Closure $give_back)
    {
    }

    public function __destruct()
    {
        ($this->give_back)();
    }
}

function round_of(Closure $create): void
{
    $kept = TracedCoroutine::wrap(static fn () => TracedCoroutine::startSpan('in a destructor')->end(), new SpanOptions('give back'));
    $create(static function () use ($kept): void {
        Coroutine::getContext()['connection'] = new Connection($kept);
    });
    $filter = TracedCoroutine::wrap(static fn () => TracedCoroutine::startSpan('in an output buffer')->end(), new SpanOptions('filter'));
    $create(static function () use ($filter): void {
        ob_start(static function (string $buffer) use ($filter): string {
            $filter();
            return $buffer;
        });
    });
    $is_over = static fn (array $span): bool => !Coroutine::exists($span['coroutine_id']);
    echo count(array_filter(TracedCoroutine::active(), $is_over)), " open in coroutines that are over\n";
}

Coroutine\run(static function (): void {
    round_of(TracedCoroutine::create(...));
    print_spans();
    round_of(Coroutine::create(...));
});
$stats = TracedCoroutine::stats();
echo "$stats[started] started, $stats[finished] finished\n";
--EXPECT--
0 open in coroutines that are over
- {closure}:22 returned, unset
- [give back] unset
  - [in a destructor] unset
- {closure}:26 returned, unset
- [filter] unset
  - [in an output buffer] unset
0 open in coroutines that are over
10 started, 10 finished
