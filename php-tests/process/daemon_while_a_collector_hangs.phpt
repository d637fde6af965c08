--TEST--
When a process becomes a daemon during an export that hangs, only that batch is lost, and counted
--DESCRIPTION--
The whole queue went with the batch that a hanging collector kept, though the daemon could have exported it.
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('the child of a daemon leaves its terminal');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

// The kernel takes the connections; nothing ever reads from them.
$collector = stream_socket_server('tcp://127.0.0.1:0');
$file = scratch() . '/t.jsonl';
$report = scratch() . '/report';
$program = program("<?php
    for (\$n = 0; \$n < 1200; \$n++) {
        TracedCoroutine::startSpan('before')->end();
    }
    while (TracedCoroutine::stats()['exporters']['otlp']['last_attempt'] === null) {
        usleep(1000);
    }
    Swoole\Process::daemon();
    TracedCoroutine::startSpan('after')->end();
    TracedCoroutine::flush(60);
    \$stats = TracedCoroutine::stats();
    file_put_contents('$report.new', json_encode([\$stats['finished'], \$stats['queued'], \$stats['exporters']['file']['exported'], \$stats['exporters']['file']['failed']['shutdown']]));
    rename('$report.new', '$report');
    ");
$ran = run_traced($program, [
    'traced_coroutine.exporter' => 'otlp,file', 'traced_coroutine.log' => 'stderr', 'traced_coroutine.file.path' => $file,
    'traced_coroutine.otlp.endpoint' => 'http://' . stream_socket_get_name($collector, false),
    'traced_coroutine.otlp.timeout' => '2000', 'traced_coroutine.export_timeout' => '2000', 'traced_coroutine.shutdown_timeout' => '0.2',
]);
for ($wait = 0; $wait < 2400 && !is_file($report); $wait++) {
    usleep(25_000);
}
echo $ran->how(), "\n";
[$finished, $queued, $exported, $lost] = json_decode(file_get_contents($report));
$arrived = array_count_values(array_column(spans_of_file($file), 'name'));
echo "$finished finished, $queued queued\n";
echo $exported + $lost === 1201 ? 'all accounted for' : "!! $exported exported, $lost lost", "\n";
echo array_sum($arrived) === $exported && $exported >= 689 ? 'the rest is in the file, once' : '!! ' . json_encode($arrived), "\n";
echo $arrived['after'], ' after', "\n";
preg_match_all('/\d+ spans lost: [^"\n]*/', $ran->stderr, $said);
echo count($said[0]), " word about it\n";
--EXPECT--
exit code 0
1201 finished, 0 queued
all accounted for
the rest is in the file, once
1 after
1 word about it
