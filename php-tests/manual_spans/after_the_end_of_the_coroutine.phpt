--TEST--
A span that a destructor starts after its coroutine's end is ended, and baggage that it sets is dropped, all the same
--EXTENSIONS--
swoole
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
use Swoole\Coroutine;

class Connection
{
    public function __destruct()
    {
        TracedCoroutine::startSpan('late');
        TracedCoroutine::setBaggage('key', str_repeat('x', 200));
    }
}

$with = static function (): void {
    Coroutine::getContext()['connection'] = new Connection;
};
$memory = 0;
Coroutine\run(static function () use ($with, &$memory): void {
    for ($n = 0; $n < 3_000; $n++) {
        TracedCoroutine::create($with);
        $n === 1_000 && $memory = memory_get_usage();
    }
    $memory = memory_get_usage() - $memory;
});
$stats = TracedCoroutine::stats();
echo $memory < 20_000 ? 'no memory kept' : "!! $memory bytes kept", "\n";
// The last one's may wait for the next coroutine's end, or the request's.
$adds_up = $stats['ended_with_coroutine'] + $stats['open'] === 3_000;
echo $stats['started'], ' started, ', $adds_up && $stats['open'] <= 1 ? 'all but one at most ended with their coroutines' : '!! ' . json_encode($stats), "\n";
--EXPECT--
no memory kept
6000 started, all but one at most ended with their coroutines
