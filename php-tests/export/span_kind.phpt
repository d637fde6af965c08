--TEST--
SpanKind has the numbers of OpenTelemetry's PHP API, and each exporter sends the kind by its own protocol's number or word
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
needs_thrift_decoder();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/collector.inc';

// OpenTelemetry\API\Trace\SpanKind
const KINDS = ['KIND_INTERNAL' => 0, 'KIND_CLIENT' => 1, 'KIND_SERVER' => 2, 'KIND_PRODUCER' => 3, 'KIND_CONSUMER' => 4];
foreach (KINDS as $name => $number) {
    echo $name, ' is ', TracedCoroutine\SpanKind::from($number)->name, "\n";
}
var_dump(TracedCoroutine\SpanKind::tryFrom(5));

$program = program('<?php
    use TracedCoroutine\{SpanKind, SpanOptions};
    foreach (' . var_export(KINDS, true) . ' as $name => $number) {
        TracedCoroutine::startSpan($name, new SpanOptions(kind: SpanKind::from($number)))->end();
        TracedCoroutine::startSpan("set $name")->setKind(SpanKind::from($number))->end();
        TracedCoroutine::start(new SpanOptions("start $name", SpanKind::from($number)), function () {});
    }
    TracedCoroutine::flush();
    foreach (TracedCoroutine\MemoryExporter::getSpans() as $span) {
        echo "$span[name] = $span[kind]\n";
    }');

/** @param array<string, mixed> $kinds by the span's name */
function print_kinds(string $exporter, array $kinds): void
{
    $shown = [];
    foreach (KINDS as $name => $_) {
        $of_name = array_map(static fn (string $way): string => json_encode($kinds["$way$name"] ?? null), ['', 'set ', 'start ']);
        $shown[] = implode(' or ', array_unique($of_name));
    }
    echo "$exporter: ", implode(', ', $shown), "\n";
}

foreach (['http/protobuf', 'http/json', 'grpc'] as $protocol) {
    $collector = Collector::start($protocol === 'grpc' ? 'grpc' : 'ok');
    run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.protocol' => $protocol, 'traced_coroutine.otlp.endpoint' => $collector->base()]);
    print_kinds("otlp over $protocol", array_column($collector->accepted(), 'kind', 'name'));
}

$collector = Collector::start('ok');
run_traced($program, ['traced_coroutine.exporter' => 'zipkin', 'traced_coroutine.zipkin.endpoint' => $collector->base() . '/api/v2/spans']);
$spans = array_merge(...array_column($collector->requests(), 'zipkin'));
print_kinds('zipkin', array_column($spans, 'kind', 'name'));

$log = scratch() . '/jaeger.jsonl';
touch($log);
$receiver = proc_open([python(), __DIR__ . '/../support/jaeger_receiver.py', 'collector', $log], [['pipe', 'r'], ['pipe', 'w'], ['file', "$log.err", 'w']], $pipes);
$port = (int) substr((string) fgets($pipes[1]), strlen('port '));
run_traced($program, ['traced_coroutine.exporter' => 'jaeger', 'traced_coroutine.jaeger.endpoint' => "http://127.0.0.1:$port/api/traces"]);
$spans = array_map(static fn (string $line): array => json_decode($line, true), file($log));
print_kinds('jaeger', array_map(static fn (array $tags): ?string => $tags['span.kind'] ?? null, array_column($spans, 'tags', 'name')));

run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => scratch() . '/t.jsonl']);
preg_match_all('/"name":"((?:set |start )?KIND_\w+)","kind":(\d)/', file_get_contents(scratch() . '/t.jsonl'), $lines);
print_kinds('file', array_combine($lines[1], array_map(intval(...), $lines[2])));

preg_match_all('/^(.*) = (.*)$/m', run_traced($program, ['traced_coroutine.exporter' => 'memory'])->stdout, $lines);
print_kinds('memory', array_combine($lines[1], $lines[2]));
--EXPECT--
KIND_INTERNAL is Internal
KIND_CLIENT is Client
KIND_SERVER is Server
KIND_PRODUCER is Producer
KIND_CONSUMER is Consumer
NULL
otlp over http/protobuf: "internal", "client", "server", "producer", "consumer"
otlp over http/json: "internal", "client", "server", "producer", "consumer"
otlp over grpc: "internal", "client", "server", "producer", "consumer"
zipkin: null, "CLIENT", "SERVER", "PRODUCER", "CONSUMER"
jaeger: null, "client", "server", "producer", "consumer"
file: 1, 3, 2, 4, 5
memory: "internal", "client", "server", "producer", "consumer"
