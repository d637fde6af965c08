--TEST--
Jaeger's agent is the one that the settings name, whichever of its variables are set or not valid
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$agent = stream_socket_server('udp://127.0.0.1:0', flags: STREAM_SERVER_BIND);
$port = substr(strrchr(stream_socket_get_name($agent, false), ':'), 1);
$program = program(<<<'PHP'
    <?php
    TracedCoroutine::trace('a', fn () => 1);
    var_dump(TracedCoroutine::flush());
    PHP);
$settings = ['traced_coroutine.exporter' => 'jaeger', 'traced_coroutine.jaeger.agent_host' => '127.0.0.1', 'traced_coroutine.jaeger.agent_port' => $port];
$environments = [
    ['OTEL_EXPORTER_JAEGER_AGENT_HOST' => '127.0.0.1'],
    ['OTEL_EXPORTER_JAEGER_AGENT_PORT' => $port],
    ['OTEL_TRACES_SAMPLER' => 'traceidratio'],
];
foreach ($environments as $environment) {
    $ran = run_traced($program, $settings, $environment);
    $waiting = [$agent];
    $none = null;
    $arrived = stream_select($waiting, $none, $none, 5) === 1 && str_contains(stream_socket_recvfrom($agent, 65_000), 'emitBatch');
    echo key($environment), ': ', trim($ran->stdout . $ran->stderr), $arrived ? ', arrived' : ', lost', "\n";
}
$program = program(<<<'PHP'
    <?php
    TracedCoroutine::trace('a', fn () => 1);
    TracedCoroutine::flush();
    echo TracedCoroutine::stats()['exporters']['jaeger']['last_error'];
    PHP);
// Without a port in php.ini, which counts where the variable does not.
unset($settings['traced_coroutine.jaeger.agent_port']);
$ran = run_traced($program, $settings + ['traced_coroutine.export_timeout' => '300'], ['OTEL_EXPORTER_JAEGER_AGENT_PORT' => 'abc']);
$said = $ran->stdout . $ran->stderr;
var_dump(substr_count($said, 'is not valid'), str_contains($said, '127.0.0.1:6831: Connection refused'));
--EXPECT--
OTEL_EXPORTER_JAEGER_AGENT_HOST: bool(true), arrived
OTEL_EXPORTER_JAEGER_AGENT_PORT: bool(true), arrived
OTEL_TRACES_SAMPLER: bool(true), arrived
int(1)
bool(true)
