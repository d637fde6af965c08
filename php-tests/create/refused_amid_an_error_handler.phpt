--TEST--
A body that Swoole refuses is not run by an error handler that finds the trampoline, and the running span stays current
--DESCRIPTION--
The trampoline that stands in for the callable is in the arguments of Swoole's frame, where debug_backtrace() finds it.
--EXTENSIONS--
swoole
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
use Swoole\Coroutine;

Coroutine::set(['max_coroutine' => 2]);
set_error_handler(static function (int $level, string $message): bool {
    if (!str_contains($message, 'exceed max number')) {
        return false;
    }
    foreach (debug_backtrace() as $frame) {
        foreach ($frame['args'] ?? [] as $argument) {
            if (is_object($argument) && $argument::class === 'TracedCoroutine\Internal\Trampoline') {
                foreach (['body', 'end'] as $method) {
                    $argument::$method();
                    array_map([$argument, $method], [1]);
                }
                $argument();
                (new Fiber($argument))->start();
                (new Fiber([$argument, 'body']))->start();
                (new Fiber([$argument, 'end']))->start();
            }
        }
    }
    echo "$message\n";
    return true;
});
Coroutine\run(static function (): void {
    TracedCoroutine::create(static function (): void {
        $own = TracedCoroutine::currentSpan()->getContext()->getSpanId();
        var_dump(TracedCoroutine::create(static function (): void { echo "!! runs\n"; }));
        $options = new TracedCoroutine\SpanOptions('refused');
        var_dump(TracedCoroutine::start($options, static function (): void { echo "!! runs\n"; }));
        echo TracedCoroutine::currentSpan()->getContext()->getSpanId() === $own ? 'own span' : '!! another span', "\n";
        echo TracedCoroutine::currentSpan()->isRecording() ? 'open' : '!! ended', "\n";
    });
});
foreach (TracedCoroutine\MemoryExporter::getSpans() as $span) {
    echo $span['attributes']['coroutine.id'], ' ', $span['attributes']['coroutine.outcome'], "\n";
}
echo TracedCoroutine::stats()['started'], " started\n";
--EXPECT--
TracedCoroutine::create(): exceed max number of coroutine 2
bool(false)
TracedCoroutine::start(): exceed max number of coroutine 2
bool(false)
own span
open
2 returned
1 started
