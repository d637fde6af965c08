--TEST--
selfTest() names the cause and the setting: nothing listens, another protocol, a certificate, 401, 404, 413, a redirect, silence
--DESCRIPTION--
Finding out why nothing arrives cost each new user most time.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
needs_openssl();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/collector.inc';

$program = program('<?php echo json_encode(["found" => TracedCoroutine::selfTest((float) $argv[1]), "stats" => TracedCoroutine::stats()]);');
/** What it says of the first exporter, and that nothing of it is counted or told. */
$test = function (string $what, array $settings, array $environment = [], float $seconds = 1.0) use ($program): array {
    $log = scratch() . '/words.log';
    @unlink($log);
    $ran = run_traced($program, $settings + ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.log' => $log], $environment + ['OTEL_EXPORTER_OTLP_HEADERS' => 'authorization=hunter2'], words: [(string) $seconds]);
    $found = json_decode($ran->stdout, true);
    if ($found === null) {
        echo "!! $ran->stdout$ran->stderr\n";
        return [];
    }
    $probe = reset($found['found']['exporters']);
    echo "$what: $probe[delivered]", $probe['cause'] === null ? '' : ", $probe[cause]: $probe[remedy]", "\n";
    $probe['answer'] !== '' || print("!! no answer\n");
    $probe['seconds'] < $seconds * 1.1 || print("!! $probe[seconds] s\n");
    $found['stats']['started'] + $found['stats']['exported'] + array_sum($found['stats']['failed']) === 0 || print("!! counted\n");
    str_contains($ran->stdout . $ran->stderr, 'hunter2') && print("!! a secret\n");
    file_exists($log) && print("!! told\n");
    return $found['found'];
};

$collector = Collector::start('ok');
$grpc = Collector::start('grpc');
$running = [];
$at = function (Collector $collector) use (&$running): array {
    $running[] = $collector;
    return ['OTEL_EXPORTER_OTLP_ENDPOINT' => $collector->base()];
};

$found = $test('a collector', [], $at($collector));
$spans = $collector->accepted();
echo count($spans), ' arrived: ', $spans[0]['name'], ' ', json_encode($spans[0]['attributes']), ', ', $spans[0]['trace_id'] === $found['trace_id'] ? 'the trace it says' : '!! another trace', "\n";
$test('gRPC', ['traced_coroutine.otlp.protocol' => 'grpc'], $at($grpc));
echo count($grpc->accepted()), " arrived\n";

$unused = Collector::unused_port();
$test('nothing listens', [], ['OTEL_EXPORTER_OTLP_ENDPOINT' => "http://127.0.0.1:$unused"]);
$test('an unknown host', [], ['OTEL_EXPORTER_OTLP_ENDPOINT' => 'http://no-such-host.invalid:4318']);
$test('HTTP to a gRPC port', [], $at($grpc));
$test('gRPC to an HTTP port', ['traced_coroutine.otlp.protocol' => 'grpc'], $at($collector));
$test('TLS to a plain port', [], ['OTEL_EXPORTER_OTLP_ENDPOINT' => "https://127.0.0.1:$collector->port"]);
$test('an unknown certificate', [], $at(Collector::start('ok', Collector::certificate())));
$test('no file of that name', ['traced_coroutine.otlp.certificate' => '/no/such.pem'], ['OTEL_EXPORTER_OTLP_ENDPOINT' => "https://127.0.0.1:$collector->port"]);
$test('no certificate in the file', ['traced_coroutine.otlp.certificate' => __FILE__], ['OTEL_EXPORTER_OTLP_ENDPOINT' => "https://127.0.0.1:$collector->port"]);
foreach (['401', '403', '404', '413', '503'] as $status) {
    $test("HTTP $status", [], $at(Collector::start($status)));
}
$test('a path that is there twice', [], ['OTEL_EXPORTER_OTLP_ENDPOINT' => current($at(Collector::start('404'))) . '/v1/traces']);
foreach ([1.0, 5.0] as $seconds) {
    $test('a collector that hangs', [], $at(Collector::start('hang')), $seconds);
}
$test('one that rejects the span', [], $at(Collector::start('partial')));
--EXPECT--
a collector: yes
1 arrived: traced_coroutine self-test {"traced_coroutine.self_test":true}, the trace it says
gRPC: yes
1 arrived
nothing listens: no, a port where nothing listens: start the receiver, or set traced_coroutine.otlp.endpoint to where it listens
an unknown host: no, a host name that cannot be resolved: check the host in traced_coroutine.otlp.endpoint, and the resolver
HTTP to a gRPC port: no, a gRPC port, or one that wants TLS: set traced_coroutine.otlp.protocol=grpc, or traced_coroutine.otlp.endpoint to the HTTP port, 4318 by default, or to an address with https://
gRPC to an HTTP port: no, an HTTP port: set traced_coroutine.otlp.protocol=http/protobuf, or traced_coroutine.otlp.endpoint to the gRPC port, 4317 by default, or to an address with https:// if it wants TLS
TLS to a plain port: no, a port without TLS: set traced_coroutine.otlp.endpoint to an address with http://
an unknown certificate: no, a certificate that is not from one of the trusted authorities: set traced_coroutine.otlp.certificate to the authority's PEM file
no file of that name: no, a certificate or key of one's own that cannot be used: set traced_coroutine.otlp.certificate, .client_certificate and .client_key to PEM files that the process can read
no certificate in the file: no, a certificate or key of one's own that cannot be used: set traced_coroutine.otlp.certificate, .client_certificate and .client_key to PEM files that the process can read
HTTP 401: no, missing or wrong credentials: set traced_coroutine.otlp.headers, as in authorization=Bearer%20TOKEN
HTTP 403: no, missing or wrong credentials: set traced_coroutine.otlp.headers, as in authorization=Bearer%20TOKEN
HTTP 404: no, a wrong path, or another service on that port: check traced_coroutine.otlp.endpoint
HTTP 413: no, a span larger than what the receiver takes: set traced_coroutine.limits.value_length, or raise the receiver's limit
HTTP 503: no, a receiver that refuses the span for a reason of its own: read its answer, and its own log
a path that is there twice: no, a base address that has /v1/traces already, which is added to it: take /v1/traces off traced_coroutine.otlp.endpoint or OTEL_EXPORTER_OTLP_ENDPOINT; OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is used as it is
a collector that hangs: no, a receiver or a resolver that hangs, or a port of another protocol or behind a firewall: check host and port in traced_coroutine.otlp.endpoint
a collector that hangs: no, a receiver or a resolver that hangs, or a port of another protocol or behind a firewall: check host and port in traced_coroutine.otlp.endpoint
one that rejects the span: no, a receiver that refuses the span for a reason of its own: read its answer, and its own log
