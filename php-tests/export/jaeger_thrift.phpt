--TEST--
Jaeger's own Thrift definitions read each span, tag, log and reference as it was, from an agent's packets and from a collector's requests
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_thrift_decoder();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program(<<<'PHP'
    <?php
    use TracedCoroutine\{SpanKind, SpanOptions, StatusCode};
    $remote = TracedCoroutine::extract(['traceparent' => '00-faf7651916cd43dd8448eb211c80319c-f7ad6b7169203331-01']);
    TracedCoroutine::trace('POST /çay', function () {
        try {
            TracedCoroutine::trace('charge', fn () => throw new DomainException('card "declined"'));
        } catch (DomainException) {
        }
        $span = TracedCoroutine::startSpan('publish', new SpanOptions(kind: SpanKind::Producer, attributes: [
            'text' => "two\nlines ☕", 'int' => PHP_INT_MIN, 'float' => 0.1, 'yes' => true, 'no' => false, 'texts' => ['a', 'b,"c"'], 'ints' => [1, -2], 'bools' => [true, false],
        ]));
        $span->addEvent('retry', ['attempt' => 2, 'why' => 'timeout'])->addEvent('plain');
        $span->addLink(TracedCoroutine::currentSpan()->getContext())->setStatus(StatusCode::Ok)->end();
    }, new SpanOptions(kind: SpanKind::Server, parent: $remote));
    var_dump(TracedCoroutine::flush());
    file_put_contents(getenv('MEMORY'), json_encode(TracedCoroutine\MemoryExporter::getSpans(), JSON_PRESERVE_ZERO_FRACTION));
    PHP);

function expected(array $span): array
{
    $text = fn (mixed $value): mixed => is_array($value) ? json_encode($value) : $value;
    $version = phpversion('traced_coroutine');
    $status = $span['status'];
    return [
        'name' => $span['name'], 'trace_id' => $span['trace_id'], 'span_id' => $span['span_id'], 'parent_span_id' => $span['parent_span_id'],
        'start' => intdiv($span['start_time_unix_nano'], 1000), 'duration' => intdiv($span['end_time_unix_nano'] - $span['start_time_unix_nano'], 1000), 'sampled' => true,
        'tags' => array_map($text, $span['attributes'])
            + ($span['kind'] === 'internal' ? [] : ['span.kind' => $span['kind']])
            + ['otel.library.name' => 'traced_coroutine', 'otel.library.version' => $version, 'otel.scope.name' => 'traced_coroutine', 'otel.scope.version' => $version]
            + match ($status['code']) {
                'unset' => [],
                'ok' => ['otel.status_code' => 'OK'],
                'error' => ['otel.status_code' => 'ERROR', 'otel.status_description' => $status['description'], 'error' => true],
            },
        'logs' => array_map(fn (array $event): array => ['time' => intdiv($event['time_unix_nano'], 1000), 'fields' => ['event' => $event['name']] + $event['attributes']], $span['events']),
        'references' => array_map(fn (array $link): array => ['FOLLOWS_FROM', $link['trace_id'], $link['span_id']], $span['links']),
        'service' => 'shop',
    ];
}

function in_order(array $spans): array
{
    $by_id = [];
    foreach ($spans as $span) {
        ksort($span['tags']);
        foreach ($span['logs'] as &$log) {
            ksort($log['fields']);
        }
        $by_id["id $span[span_id]"] = $span;
    }
    ksort($by_id);
    return $by_id;
}

foreach (['agent', 'collector'] as $kind) {
    $log = scratch() . "/$kind.jsonl";
    touch($log);
    $receiver = proc_open([python(), __DIR__ . '/../support/jaeger_receiver.py', $kind, $log], [['pipe', 'r'], ['pipe', 'w'], ['file', "$log.err", 'w']], $pipes);
    $port = (int) substr((string) fgets($pipes[1]), 5);
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'jaeger,memory', 'traced_coroutine.service_name' => 'shop', 'traced_coroutine.jaeger.agent_host' => '127.0.0.1']
        + ($kind === 'agent' ? ['traced_coroutine.jaeger.agent_port' => "$port"] : ['traced_coroutine.jaeger.endpoint' => "http://127.0.0.1:$port/api/traces"]), ['MEMORY' => scratch() . '/memory.json']);
    echo "$kind: ", $ran->stdout, $ran->stderr;
    $sent = json_decode(file_get_contents(scratch() . '/memory.json'), true);
    // Nobody confirms a packet.
    for ($wait = 0; count(file($log)) < count($sent) && $wait < 500; $wait++) {
        usleep(10_000);
    }
    $received = array_map(fn (string $line): array => json_decode($line, true), file($log));
    echo count($received), ' spans, of a PHP of version ', json_encode(($received[0]['process']['process.runtime.version'] ?? null) === PHP_VERSION), "\n";
    [$received, $expected] = [in_order(array_map(fn (array $span): array => array_diff_key($span, ['process' => 0]), $received)), in_order(array_map(expected(...), $sent))];
    foreach ($expected as $id => $span) {
        foreach ($span as $field => $value) {
            $got = $received[$id][$field] ?? null;
            $got === $value || print("!! $span[name]: $field was " . json_encode($value) . ', arrived as ' . json_encode($got) . "\n");
        }
    }
    fclose($pipes[0]);
    proc_close($receiver);
    echo file_get_contents("$log.err");
}
--EXPECT--
agent: bool(true)
3 spans, of a PHP of version true
collector: bool(true)
3 spans, of a PHP of version true
