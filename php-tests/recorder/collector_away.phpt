--TEST--
What a killed process has left waits in its file while no exporter takes it, and is counted when one does
--EXTENSIONS--
posix
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$file = scratch() . '/t.jsonl';
run_traced(program('<?php for ($n = 0; $n < 400; $n++) { TracedCoroutine::trace("span", fn () => null); } posix_kill(getmypid(), SIGKILL);', 'killed.php'), recorder_settings(scratch() . '/own.jsonl'));
echo count(recorder_files()), " left\n";
$away = ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => 'http://127.0.0.1:9/v1/traces', 'traced_coroutine.export_timeout' => 300, 'traced_coroutine.log_level' => 'none'];
$stats = adopt($file, $away);
echo "away: $stats[adopted] adopted, ", array_sum($stats['failed']), " failed, ", count(recorder_files()), " left\n";
$stats = adopt($file);
echo "back: $stats[adopted] adopted, $stats[adopted_twice_possible] perhaps twice, ", count(recorder_files()), " left, ", count(array_filter(spans_of_file($file), fn ($span) => $span['name'] === 'span')), " arrived\n";
--EXPECT--
1 left
away: 0 adopted, 1 failed, 1 left
back: 400 adopted, 0 perhaps twice, 0 left, 400 arrived
