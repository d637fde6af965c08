--TEST--
Spans that are queued before pcntl_exec() are exported, or reported as lost
--EXTENSIONS--
pcntl
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program('<?php TracedCoroutine::trace("before", fn () => 1); pcntl_exec("/bin/echo", ["another program"]);');
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
foreach (spans_of_file($file) as $span) {
    echo $span['name'], "\n";
}
$program = program('<?php TracedCoroutine::trace("before", fn () => 1); var_dump(@pcntl_exec("/no/such/program")); TracedCoroutine::trace("after", fn () => 1);');
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
foreach (array_slice(spans_of_file($file), 1) as $span) {
    echo $span['name'], "\n";
}
// A collector that never answers.
$silent = stream_socket_server('tcp://127.0.0.1:0');
$program = program('<?php TracedCoroutine::trace("before", fn () => 1); pcntl_exec("/bin/true");');
$settings = ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => 'http://' . stream_socket_get_name($silent, false), 'traced_coroutine.shutdown_timeout' => '0.3'];
foreach (['info', 'none'] as $level) {
    $ran = run_traced($program, $settings + ['traced_coroutine.log' => 'stderr', 'traced_coroutine.log_level' => $level]);
    echo "$level: ", preg_replace(['/^\S+ \S+ /m', '/^export to .*\n/m'], '', $ran->stderr), $ran->how(), "\n";
}
// Beside it an exporter that takes them, also where the hanging export has begun before.
$file = scratch() . '/beside.jsonl';
foreach (['', 'while (TracedCoroutine::stats()["exporters"]["otlp"]["last_attempt"] === null) { usleep(1000); }'] as $wait) {
    @unlink($file);
    $program = program("<?php for (\$n = 0; \$n < 600; \$n++) { TracedCoroutine::startSpan('before')->end(); } $wait pcntl_exec('/bin/true');");
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'otlp,file', 'traced_coroutine.file.path' => $file, 'traced_coroutine.log' => 'stderr', 'traced_coroutine.shutdown_timeout' => '6'] + $settings);
    echo count(spans_of_file($file)), ' in the file, ', $ran->how(), "\n";
}
--EXPECT--
another program
exit code 0
before
bool(false)
exit code 0
before
after
info: 1 span lost: its export was not over when the process had to end
exit code 0
none: exit code 0
600 in the file, exit code 0
600 in the file, exit code 0
