--TEST--
OTLP carries the same over each protocol, compressed or not; gRPC has a port of its own and no path
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/collector.inc';

$program = program(<<<'PHP'
    <?php
    function outer(): void { TracedCoroutine::create('inner'); }
    function inner(): void { TracedCoroutine::trace("d\u{e9}j\u{e0} vu", fn () => null); }
    TracedCoroutine::create('outer');
    PHP);
foreach (['http/protobuf' => 'gzip', 'http/json' => 'none', 'HTTP/JSON' => 'gzip', 'grpc' => 'none', 'GRPC' => 'gzip'] as $protocol => $compression) {
    $collector = Collector::start(strtolower($protocol) === 'grpc' ? 'grpc' : 'ok');
    run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'display_errors' => '0', 'traced_coroutine.otlp.compression' => $compression], [
        'OTEL_EXPORTER_OTLP_PROTOCOL' => $protocol,
        'OTEL_EXPORTER_OTLP_ENDPOINT' => $collector->base(),
        'OTEL_EXPORTER_OTLP_HEADERS' => 'authorization=Bearer%20secret',
    ]);
    $request = $collector->requests()[0];
    $headers = $request['headers'] + ['content-type' => '', 'content-encoding' => ''];
    echo "$request[method] $request[path] ", $headers['content-type'], ' ', $headers['content-encoding'], ' ', $headers['authorization'], "\n", span_tree($collector->accepted());
}
--EXPECT--
POST /v1/traces application/x-protobuf gzip Bearer secret
- outer:2 returned, unset
  - inner:3 returned, unset
    - [déjà vu] unset
POST /v1/traces application/json  Bearer secret
- outer:2 returned, unset
  - inner:3 returned, unset
    - [déjà vu] unset
POST /v1/traces application/json gzip Bearer secret
- outer:2 returned, unset
  - inner:3 returned, unset
    - [déjà vu] unset
gRPC    Bearer secret
- outer:2 returned, unset
  - inner:3 returned, unset
    - [déjà vu] unset
gRPC    Bearer secret
- outer:2 returned, unset
  - inner:3 returned, unset
    - [déjà vu] unset
