--TEST--
A span lies between the times of day before and after it, and is as long as what it is around
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
// Whatever clock it is timed by: its ticks are turned into times of day when it is exported.
$slack = 100_000;
$now = static fn (): int => (int) (microtime(true) * 1e9);
foreach ([1, 1_000, 50_000] as $microseconds) {
    [$before, $begin] = [$now(), hrtime(true)];
    TracedCoroutine::trace('sleep', static fn () => usleep($microseconds));
    [$took, $after] = [hrtime(true) - $begin, $now()];
    $span = TracedCoroutine\MemoryExporter::getSpans()[0];
    TracedCoroutine\MemoryExporter::reset();
    $length = $span['end_time_unix_nano'] - $span['start_time_unix_nano'];
    $holds = ['before' => $span['start_time_unix_nano'] >= $before - $slack, 'after' => $span['end_time_unix_nano'] <= $after + $slack,
        'not too short' => $length >= $microseconds * 1_000 - $slack, 'not too long' => $length <= $took + $slack];
    echo $microseconds, ': ', implode(', ', array_map(static fn (string $what, bool $is): string => $is ? $what : "!! not $what ($before " . json_encode($span) . " $after)", array_keys($holds), $holds)), "\n";
}
--EXPECT--
1: before, after, not too short, not too long
1000: before, after, not too short, not too long
50000: before, after, not too short, not too long
