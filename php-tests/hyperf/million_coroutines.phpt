--TEST--
A million coroutines through the aspect leave no memory behind
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_hyperf();
--FILE--
<?php
require __DIR__ . '/../support/hyperf.inc';

spans_in_hyperf(<<<'PHP'
    <?php
    use App\Request;
    use Hyperf\Tracer\TracerContext;
    use function Hyperf\Coroutine\go;

    // A request of ten coroutines, one of which has spans of its own, and at times one that throws.
    function request(int $number): int
    {
        return Request::handle(function () use ($number): void {
            for ($index = 0; $index < 8; $index++) {
                go(static fn () => null);
            }
            go($number % 20 ? static fn () => null : static fn () => throw new Exception('as it happens'));
            go(static function (): void {
                $span = TracerContext::getTracer()->startSpan('query', ['child_of' => TracerContext::getRoot()->getContext()]);
                $span->setTag('db.statement', 'SELECT 1');
                $span->finish();
            });
        });
    }
    function resident(): int
    {
        preg_match('/VmRSS:\s+(\d+)/', (string) file_get_contents('/proc/self/status'), $match);
        return (int) $match[1];
    }

    // The first one loads classes from files, which lets others run meanwhile.
    Swoole\Coroutine::join([request(0)]);
    for ($request = 0; $request < 100_000; $request++) {
        request($request);
        if ($request === 20_000) {
            [$php, $process] = [memory_get_usage(), resident()];
        }
    }
    $stats = TracedCoroutine::stats();
    echo $stats['started'], ' spans, ', $stats['open'], " open\n";
    $grown = memory_get_usage() - $php;
    echo $grown < 65536 ? "PHP's memory did not grow\n" : "!! PHP's memory grew by $grown bytes\n";
    $grown = resident() - $process;
    echo $grown < 4096 ? "nor did the process\n" : "!! the process grew by $grown KiB\n";
    PHP, [], ['OTEL_TRACES_EXPORTER' => 'none'], 280);
--EXPECT--
1200012 spans, 0 open
PHP's memory did not grow
nor did the process
