--TEST--
Spans that a killed process had open began when they began, and ended when it was killed, also where their place in the file had been another's
--EXTENSIONS--
posix
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$code = <<<'PHP'
    <?php
    // The text that is said of these takes blocks of the file, which are free again when they are exported.
    $spans = [];
    for ($n = 0; $n < 300; $n++) {
        $spans[] = TracedCoroutine::startSpan('done')->setAttribute('order.note', str_repeat('z', 200));
    }
    foreach ($spans as $span) {
        $span->end();
    }
    TracedCoroutine::flush(5);
    for ($n = 0; $n < 300; $n++) {
        $spans[] = TracedCoroutine::startSpan('open');
    }
    usleep(50_000);
    posix_kill(getmypid(), SIGKILL);
    PHP;
$begin = microtime(true);
$spans = spans_left_by($code);
$end = microtime(true);
$is_past = fn (int $nanos): bool => $begin * 1e9 - 1e7 < $nanos && $nanos < $end * 1e9 + 1e7;
$is_right = fn (array $span): bool => $is_past($span['start_time_unix_nano']) && $is_past($span['end_time_unix_nano']);
echo count($spans), ' spans, ', count(array_filter($spans, $is_right)), " of that time\n";
--EXPECT--
killed by signal 9, 1 left
300 adopted, 0 perhaps twice, 0 left
300 spans, 300 of that time
