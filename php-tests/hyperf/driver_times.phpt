--TEST--
Times are seconds, microseconds or a DateTime
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
    use Hyperf\Tracer\TracerContext;

    $now = 1_800_000_000;
    foreach ([$now, $now + 0.25, $now * 1_000_000 + 250_000, new DateTimeImmutable("@$now.25"), (string) $now] as $time) {
        $span = TracerContext::getTracer()->startSpan('span', ['start_time' => $time]);
        $span->log(['event' => 'e'], $time);
        $span->finish($time);
    }
    PHP);
foreach ($spans as $span) {
    printf("%.3F %.3F %.3F\n", $span['start_time_unix_nano'] / 1e9, $span['events'][0]['time_unix_nano'] / 1e9, $span['end_time_unix_nano'] / 1e9);
}
--EXPECT--
1800000000.000 1800000000.000 1800000000.000
1800000000.250 1800000000.250 1800000000.250
1800000000.250 1800000000.250 1800000000.250
1800000000.250 1800000000.250 1800000000.250
1800000000.000 1800000000.000 1800000000.000
