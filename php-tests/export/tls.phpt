--TEST--
A collector that signed its own certificate is refused, the reason in PHP's error log, unless that certificate is configured
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

$pem = Collector::certificate();
$log = scratch() . '/php.log';
$program = program('<?php TracedCoroutine::create(function () {}); echo json_encode(TracedCoroutine::flush()), "\n"; echo json_encode(TracedCoroutine::stats());');
foreach (['http/protobuf' => 'ok', 'grpc' => 'grpc'] as $protocol => $mode) {
    $collector = Collector::start($mode, $pem);
    foreach (['', $pem] as $certificate) {
        @unlink($log);
        $ran = run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'error_log' => $log, 'log_errors' => '1'], [
            'OTEL_EXPORTER_OTLP_PROTOCOL' => $protocol,
            'OTEL_EXPORTER_OTLP_ENDPOINT' => $collector->base(),
            'OTEL_EXPORTER_OTLP_HEADERS' => 'authorization=hunter2',
            'OTEL_EXPORTER_OTLP_CERTIFICATE' => $certificate,
        ]);
        $logged = (string) @file_get_contents($log);
        echo $protocol, ': ', strtok($ran->stdout, "\n"), ', ', count($collector->accepted()), ' arrived, ', substr_count($logged, 'UnknownIssuer'), ' complaint, ',
            $logged === '' || str_contains($logged, "127.0.0.1:$collector->port") ? 'told where' : "!! $logged", ', ',
            str_contains($ran->stdout . $ran->stderr . $logged, 'hunter2') ? '!! a secret' : 'no secret', "\n";
    }
}
--EXPECT--
http/protobuf: false, 0 arrived, 1 complaint, told where, no secret
http/protobuf: true, 1 arrived, 0 complaint, told where, no secret
grpc: false, 0 arrived, 1 complaint, told where, no secret
grpc: true, 1 arrived, 0 complaint, told where, no secret
