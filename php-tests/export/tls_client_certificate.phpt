--TEST--
A client certificate of X.509's version 1, as "openssl x509 -req" makes it, is shown to the collector, which decides
--DESCRIPTION--
It was refused with "cannot be used together", which they can, and all spans were lost.
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

function openssl(string $arguments): void
{
    exec("openssl $arguments 2>&1", $output, $status);
    $status === 0 || throw new RuntimeException("openssl $arguments: " . implode("\n", $output));
}

$pem = Collector::certificate();
[$request, $key, $client, $stranger] = array_map(fn (string $name) => scratch() . "/$name.pem", ['request', 'key', 'client', 'stranger']);
openssl("req -newkey rsa:2048 -nodes -keyout $key -out $request -subj /CN=client");
openssl("x509 -req -in $request -signkey $key -days 2 -out $client");
openssl("req -newkey rsa:2048 -nodes -keyout $stranger -out /dev/null -subj /CN=stranger");

$log = scratch() . '/php.log';
$program = program('<?php TracedCoroutine::create(function () {}); echo json_encode(TracedCoroutine::flush()), "\n";');
$collector = Collector::start('ok', $pem, $client);
foreach (['its own key' => $key, "another's" => $stranger] as $whose => $file) {
    @unlink($log);
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'error_log' => $log, 'log_errors' => '1'], [
        'OTEL_EXPORTER_OTLP_ENDPOINT' => $collector->base(),
        'OTEL_EXPORTER_OTLP_CERTIFICATE' => $pem,
        'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE' => $client,
        'OTEL_EXPORTER_OTLP_CLIENT_KEY' => $file,
    ]);
    // A newer openssl makes one of version 3, with which it is we who see that the key is another's.
    preg_match('/\.client_certificate and (?:traced_coroutine)?\.(?:otlp\.)?client_key/', (string) @file_get_contents($log), $hint);
    echo "$whose: ", trim($ran->stdout), ', ', count($collector->accepted()), ' arrived, ', $hint ? 'told what to set' : 'nothing said', "\n";
}
--EXPECT--
its own key: true, 1 arrived, nothing said
another's: false, 1 arrived, told what to set
