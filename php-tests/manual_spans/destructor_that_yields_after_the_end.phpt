--TEST--
What a destructor traces that yields after its coroutine's end is ended and dropped all the same
--DESCRIPTION--
Pools give a connection back through a channel in just such a destructor, while other coroutines start and end.
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_a_debug_php('a destructor that yields after its coroutine fails an assertion there');
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
use Swoole\Coroutine;

class Connection
{
    public static int $gone = 0;

    public function __destruct()
    {
        Coroutine::sleep(0.001);
        TracedCoroutine::startSpan('late');
        TracedCoroutine::setBaggage('key', str_repeat('x', 200));
        Coroutine::sleep(0.001);
        TracedCoroutine::startSpan('later');
        self::$gone++;
    }
}
$holder = static function (): void {
    Coroutine::getContext()['connection'] = new Connection;
};
$rounds = static function (int $rounds) use ($holder): void {
    for ($n = 0; $n < $rounds; $n++) {
        for ($k = 0; $k < 5; $k++) {
            TracedCoroutine::create($holder);
            Coroutine::create($holder);
        }
        $made = ($made ?? Connection::$gone) + 10;
        for ($wait = 0; Connection::$gone < $made && $wait < 10_000; $wait++) {
            Coroutine::sleep(0.001);
        }
        TracedCoroutine::create(static function (): void {});
    }
};
Coroutine\run(static function () use ($rounds, &$memory, &$stats): void {
    $rounds(40);
    $memory = memory_get_usage();
    $rounds(160);
    $memory = memory_get_usage() - $memory;
    for ($n = 0; $n < 10; $n++) {
        TracedCoroutine::create(static function (): void {});
    }
    $stats = TracedCoroutine::stats();
});
echo $memory < 30_000 ? 'no memory kept' : "!! $memory bytes kept", "\n";
echo $stats['started'], ' started, ', $stats['open'], ' open, ', $stats['ended_with_coroutine'], " ended with their coroutines\n";
--EXPECT--
no memory kept
5210 started, 0 open, 4000 ended with their coroutines
