--TEST--
Of many concurrent requests each span is exported once, under its own request, whichever of them calls flush()
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

$spans = spans_in_hyperf(<<<'PHP'
    <?php
    use App\Request;
    use Hyperf\Coroutine\Coroutine;
    use Hyperf\Tracer\TracerContext;
    use function Hyperf\Coroutine\{go, parallel};

    for ($request = 0; $request < 200; $request++) {
        Request::handle(function () use ($request): void {
            parallel([
                fn () => go(fn () => Coroutine::sleep(0.002)),
                function (): void {
                    Coroutine::sleep(0.001);
                    TracerContext::getTracer()->flush();
                },
            ]);
            $request % 2 && go(fn () => throw new Exception("of $request"));
        }, "request $request");
    }

    return function (): void {
        $stats = TracedCoroutine::stats();
        echo "$stats[started] started, $stats[finished] finished, $stats[open] open\n";
        echo "$stats[ended_with_coroutine] left to their coroutine, $stats[scope_misuses] scopes misused\n";
    };
    PHP);
$known = array_column($spans, null, 'span_id');
echo count($spans), ' spans, ', count($known), " of them different\n";
foreach ($spans as $span) {
    $parent = $known[$span['parent_span_id'] ?? ''] ?? null;
    $parent === null && $span['parent_span_id'] !== null && print("!! orphan: $span[name]\n");
    $parent !== null && $parent['trace_id'] !== $span['trace_id'] && print("!! in another trace: $span[name]\n");
}
echo count(array_unique(array_column($spans, 'trace_id'))), " traces\n";
--EXPECT--
900 started, 900 finished, 0 open
0 left to their coroutine, 0 scopes misused
900 spans, 900 of them different
200 traces
