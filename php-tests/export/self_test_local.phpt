--TEST--
selfTest() of files, UDP and several exporters at once names what is full, forbidden, missing or unconfirmed
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
is_dir('/sys/kernel') || skip('needs /sys, where not even root may make files');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/collector.inc';

$program = program('<?php $begin = microtime(true); $found = TracedCoroutine::selfTest(2.0); echo json_encode($found + ["took" => microtime(true) - $begin]);');
$test = function (string $what, array $settings, array $environment = []) use ($program): array {
    $ran = run_traced($program, $settings, $environment);
    $found = json_decode($ran->stdout, true) ?? throw new RuntimeException($ran->stdout . $ran->stderr);
    foreach ($found['exporters'] as $name => $probe) {
        echo "$what, $name: $probe[delivered], $probe[answer]", $probe['cause'] === null ? '' : "; $probe[cause]: $probe[remedy]", "\n";
    }
    return $found;
};
$file = fn (string $path): array => ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $path];

$test('a file', $file($path = scratch() . '/t.jsonl'));
echo count($spans = spans_of_file($path)), ' span in it: ', $spans[0]['name'], "\n";
$test('a full disk', $file('/dev/full'));
$test('no directory', $file('/no/such/directory/t.jsonl'));
$test('a directory', $file('/tmp'));
// Not even root may make files there.
$test('no permission', $file('/sys/t.jsonl'));

$agent = ['traced_coroutine.exporter' => 'jaeger', 'traced_coroutine.jaeger.agent_host' => '127.0.0.1'];
$socket = stream_socket_server('udp://127.0.0.1:0', $code, $error, STREAM_SERVER_BIND);
$port = substr(strrchr(stream_socket_get_name($socket, false), ':'), 1);
$test('an agent', $agent + ['traced_coroutine.jaeger.agent_port' => $port]);
stream_set_timeout($socket, 10);
echo str_contains(stream_socket_recvfrom($socket, 65536), 'traced_coroutine self-test') ? "it got the span\n" : "!! nothing\n";
fclose($socket);
ob_start(fn (string $text) => preg_replace('/127\.0\.0\.1:\d+/', 'HOST', $text));
$test('no agent', $agent + ['traced_coroutine.jaeger.agent_port' => $port]);

$test('nothing is sent', ['traced_coroutine.exporter' => 'memory']);
$found = $test('nothing at all', ['traced_coroutine.exporter' => 'none']);
echo $found['notes'][0], "\n";

// A server that never answers delays neither the other exporters nor the caller beyond its time.
$silent = stream_socket_server('tcp://127.0.0.1:0');
ob_start(fn (string $text) => preg_replace('/(?<=within )[\d.]+m?s/', 'the time', $text));
$found = $test('several', ['traced_coroutine.exporter' => 'file,otlp'] + $file($path), ['OTEL_EXPORTER_OTLP_ENDPOINT' => 'http://' . stream_socket_get_name($silent, false)]);
echo $found['took'] < 5 ? "in time\n" : "!! $found[took] s\n";
--EXPECT--
a file, file: yes, accepted
1 span in it: traced_coroutine self-test
a full disk, file: no, No space left on device (os error 28); a full disk: make room, set traced_coroutine.file.path to another one, or traced_coroutine.file.max_size
no directory, file: no, No such file or directory (os error 2); a directory that is not there: make it, or set traced_coroutine.file.path
a directory, file: no, Is a directory (os error 21); a directory: set traced_coroutine.file.path to a file
no permission, file: no, Permission denied (os error 13); a file or directory that the process's user may not write to: change its permissions, or set traced_coroutine.file.path
an agent, jaeger: unconfirmed, sent; UDP has no answer; UDP, which confirms nothing: look the trace up in Jaeger; traced_coroutine.jaeger.endpoint sends to its collector, which answers
it got the span
no agent, jaeger: no, HOST: Connection refused (os error 111); a port where no agent listens: check traced_coroutine.jaeger.agent_host and traced_coroutine.jaeger.agent_port, or send to the collector, traced_coroutine.jaeger.endpoint
nothing is sent, memory: no, nothing is sent; an exporter that keeps spans in this process: set traced_coroutine.exporter to one that sends, such as otlp
nothing at all, none: no, nothing is sent; an exporter that drops every span: set traced_coroutine.exporter to one that sends, such as otlp
no exporter sends anything: set traced_coroutine.exporter
several, file: yes, accepted
several, otlp: no, no answer within the time; a receiver or a resolver that hangs, or a port of another protocol or behind a firewall: check host and port in traced_coroutine.otlp.endpoint
in time
