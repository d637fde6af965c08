--TEST--
What a killed process has left goes to the collector in requests of the usual size
--DESCRIPTION--
500 spans of 50 KB were one request of 25 MB, which a collector refused: all of them were lost.
--EXTENSIONS--
posix
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';
require __DIR__ . '/../support/collector.inc';

$left = run_traced(program(<<<'PHP'
    <?php
    for ($n = 0; $n < 200; $n++) {
        $open[] = TracedCoroutine::startSpan("open $n")->setAttribute('value', str_repeat('v', 50_000));
    }
    posix_kill(getmypid(), SIGKILL);
    PHP), recorder_settings(scratch() . '/own.jsonl'));
echo $left->how(), "\n";
$collector = Collector::start('ok');
$stats = adopt(scratch() . '/none.jsonl', ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base()]);
$longest = max(array_map(fn (array $request): int => (int) array_change_key_case($request['headers'])['content-length'], $collector->requests()));
$names = array_column($collector->accepted(), 'name');
echo $stats['adopted'], ' adopted, ', count(preg_grep('/^open/', array_unique($names))), ' arrived, ', $longest < 4 << 20 ? "none in a large request\n" : "one in a request of $longest bytes\n";
--EXPECT--
killed by signal 9
200 adopted, 200 arrived, none in a large request
