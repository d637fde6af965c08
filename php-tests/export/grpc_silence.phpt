--TEST--
A gRPC collector that never answers is reported with the time limit and the setting to check
--DESCRIPTION--
Where the library's own limit came first, the log said "Cancelled: transport error: Timeout expired"; where the process ended
sooner, it named the limit that was set and not the time that there was.
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$silent = stream_socket_server('tcp://127.0.0.1:0');
$settings = ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.protocol' => 'grpc', 'traced_coroutine.otlp.endpoint' => 'http://' . stream_socket_get_name($silent, false), 'traced_coroutine.log' => 'stderr'];
$flushes = program('<?php TracedCoroutine::trace("a", fn () => 1); var_dump(TracedCoroutine::flush(20));', 'flushes.php');
$ends = program('<?php TracedCoroutine::trace("a", fn () => 1);', 'ends.php');
foreach ([[$flushes, ['traced_coroutine.otlp.timeout' => '200']], [$ends, ['traced_coroutine.shutdown_timeout' => '4']]] as [$program, $more]) {
    $ran = run_traced($program, $settings + $more);
    // A busy machine looks a little later.
    $said = preg_match('/ failed, 1 span lost: no answer within (\S+?)(m?s); this looks like a receiver or a resolver that hangs.*: check host and port in traced_coroutine.otlp.endpoint$/m', $ran->stderr, $match);
    $seconds = $said ? $match[1] / ($match[2] === 's' ? 1 : 1000) : 0;
    echo $ran->stdout, $seconds > 0.1 && $seconds < 8 ? "told\n" : "!! $ran->stderr";
}
--EXPECT--
bool(false)
told
told
