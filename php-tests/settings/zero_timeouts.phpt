--TEST--
A time-out of 0 is no limit, as OpenTelemetry has it, and no export that fails at once
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

$program = program('<?php function works(): void {} TracedCoroutine::create("works"); var_dump(TracedCoroutine::flush());');
foreach (['grpc' => 'grpc', 'ok' => 'http/protobuf'] as $mode => $protocol) {
    $collector = Collector::start($mode);
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base(), 'traced_coroutine.otlp.protocol' => $protocol],
        ['OTEL_EXPORTER_OTLP_TIMEOUT' => '0', 'OTEL_BSP_EXPORT_TIMEOUT' => '0']);
    echo $ran->stdout, $ran->stderr, span_tree($collector->accepted());
}
--EXPECT--
bool(true)
PHP Warning:  traced_coroutine: neither otlp.timeout nor export_timeout limits an export: a collector that never answers holds up all later spans
- works:1 returned, unset
bool(true)
PHP Warning:  traced_coroutine: neither otlp.timeout nor export_timeout limits an export: a collector that never answers holds up all later spans
- works:1 returned, unset
