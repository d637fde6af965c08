--TEST--
At the end of a process an exporter that hangs leaves those beside it time for what waits behind its batch
--DESCRIPTION--
A request that had begun before the end kept its own time limit: the whole queue waited behind it, and was lost.
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

// The kernel takes the connections; nothing ever reads from them.
$collector = stream_socket_server('tcp://127.0.0.1:0');
$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    for ($n = 0; $n < 1200; $n++) {
        TracedCoroutine::startSpan('before')->end();
    }
    while (TracedCoroutine::stats()['exporters']['otlp']['last_attempt'] === null) {
        usleep(1000);
    }
    PHP);
$ran = run_traced($program, [
    'traced_coroutine.exporter' => 'otlp,file', 'traced_coroutine.file.path' => $file, 'traced_coroutine.log' => 'stderr',
    'traced_coroutine.otlp.endpoint' => 'http://' . stream_socket_get_name($collector, false), 'traced_coroutine.shutdown_timeout' => '2',
]);
echo count(spans_of_file($file)), ' in the file, ', $ran->how(), "\n";
echo preg_match('/1200 spans lost: their export was not over/', $ran->stderr), " word about those that the collector did not take\n";
--EXPECT--
1200 in the file, exit code 0
1 word about those that the collector did not take
