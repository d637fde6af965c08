--TEST--
The context of a coroutine that is not sampled and that Swoole refuses goes to no other coroutine
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_stop_hook('it tells of the starts of coroutines that are not sampled');
--INI--
traced_coroutine.exporter=memory
traced_coroutine.sampler=always_off
--FILE--
<?php
use Swoole\Coroutine;

Coroutine::set(['max_coroutine' => 3]);
$done = new Coroutine\Channel(1);
set_error_handler(static function () use ($done): bool {
    // Room for one more, while the refusing create() has not returned.
    $done->push(true);
    Coroutine::sleep(0.001);
    Coroutine::create(static function (): void {
        echo TracedCoroutine::currentSpan()?->getContext()->getTraceId() === null ? "no context\n" : "!! another's context\n";
    });
    return true;
});
Coroutine\run(static function () use ($done): void {
    Coroutine::create(static fn () => $done->pop());
    Coroutine::create(static function (): void {
        var_dump(TracedCoroutine::create(static function (): void { echo "!! runs\n"; }));
    });
});
echo TracedCoroutine::stats()['not_sampled'], " not sampled\n";
--EXPECT--
no context
bool(false)
0 not sampled
