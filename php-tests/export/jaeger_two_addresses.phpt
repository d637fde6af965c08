--TEST--
A Jaeger agent is found at the address that it listens at, whichever its name has first
--DESCRIPTION--
localhost is ::1 and 127.0.0.1 on most machines, in this order, and Jaeger's agent often listens at one: no packet arrived,
and flush() said true.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
exec('unshare -m true 2>&1', $output, $status);
$status === 0 || skip('needs unshare, for a hosts file of its own');
@stream_socket_server('udp://[::1]:0', flags: STREAM_SERVER_BIND) || skip('needs IPv6');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    TracedCoroutine::trace('a', fn () => 1);
    var_dump(TracedCoroutine::flush(10.0));
    $jaeger = TracedCoroutine::stats()['exporters']['jaeger'];
    echo "exported $jaeger[exported], sent $jaeger[sent], failed ", array_sum($jaeger['failed']), "\n";
    PHP);
$hosts = scratch() . '/hosts';
file_put_contents($hosts, "::1 agent.test\n127.0.0.1 agent.test\n");
foreach (['127.0.0.1', '[::1]'] as $address) {
    $agent = stream_socket_server("udp://$address:0", flags: STREAM_SERVER_BIND);
    $port = substr(strrchr(stream_socket_get_name($agent, false), ':'), 1);
    $settings = ['exporter=jaeger', 'jaeger.agent_host=agent.test', "jaeger.agent_port=$port"];
    $command = traced_php();
    foreach ($settings as $setting) {
        array_push($command, '-d', "traced_coroutine.$setting");
    }
    $script = 'mount --bind ' . escapeshellarg($hosts) . ' /etc/hosts && exec "$@"';
    $ran = run_command(['unshare', '-m', 'sh', '-c', $script, 'sh', ...$command, $program]);
    echo $ran->stdout, $ran->stderr;
    $waiting = [$agent];
    $none = null;
    $arrived = stream_select($waiting, $none, $none, 5) === 1 && str_contains(stream_socket_recvfrom($agent, 65_000), 'emitBatch');
    echo "$address: ", $arrived ? 'arrived' : 'lost', "\n";
}
--EXPECT--
bool(true)
exported 0, sent 1, failed 0
127.0.0.1: arrived
bool(true)
exported 0, sent 1, failed 0
[::1]: arrived
