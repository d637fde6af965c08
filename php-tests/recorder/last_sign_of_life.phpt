--TEST--
A process gives signs of life from its first span on, and while it waits for its collector
--EXTENSIONS--
posix
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

foreach (['first' => '', 'waiting' => "TracedCoroutine::trace('done', fn () => null);"] as $name => $before) {
    $code = "<?php $before \$open = TracedCoroutine::startSpan('$name'); usleep(3_500_000); posix_kill(getmypid(), SIGKILL);";
    $settings = $before === '' ? [] : ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => 'http://127.0.0.1:1', 'traced_coroutine.log_level' => 'none'];
    foreach (spans_left_by($code, $settings + ['traced_coroutine.schedule_delay' => '10']) as $span) {
        $seconds = ($span['end_time_unix_nano'] - $span['start_time_unix_nano']) / 1e9;
        $span['name'] === $name && print("$name: " . ($seconds > 1.5 && $seconds < 3.6 ? 'ends within two seconds of the kill' : "ends after $seconds s") . "\n");
    }
}
--EXPECT--
killed by signal 9, 1 left
1 adopted, 0 perhaps twice, 0 left
first: ends within two seconds of the kill
killed by signal 9, 1 left
2 adopted, 1 perhaps twice, 0 left
waiting: ends within two seconds of the kill
