--TEST--
The OTLP, file and memory exporters agree on manual spans: kinds, links, events, statuses, dropped counts
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

$collector = Collector::start('ok');
$program = program(<<<'PHP'
    <?php
    use TracedCoroutine\{SpanKind, SpanOptions, StatusCode};
    $remote = TracedCoroutine::extract(['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'tracestate' => 'a=1,b=2']);
    foreach (SpanKind::cases() as $kind) {
        $span = TracedCoroutine::startSpan("kind $kind->name", new SpanOptions(kind: $kind, parent: $remote, links: [[$remote, ['n' => $kind->value, 'more' => 1]]]));
        $span->setAttributes(['s' => 'text', 'i' => 7, 'f' => 0.5, 'b' => true, 'list' => ['a', 'b'], 'ints' => [1, 2], 'too' => 1, 'many' => 1]);
        $span->addEvent('first', ['a' => 1])->addEvent('second')->addLink($span->getContext())->setStatus(StatusCode::cases()[$kind->value % 3], 'why');
        $span->end();
    }
    var_dump(TracedCoroutine::flush());
    file_put_contents(__DIR__ . '/memory.json', json_encode(TracedCoroutine\MemoryExporter::getSpans(), JSON_PRESERVE_ZERO_FRACTION));
    PHP);
$ran = run_traced($program, [
    'traced_coroutine.exporter' => 'otlp,memory,file', 'traced_coroutine.file.path' => scratch() . '/t.jsonl', 'traced_coroutine.otlp.endpoint' => $collector->base(),
    'traced_coroutine.limits.attributes' => '6', 'traced_coroutine.limits.events' => '1', 'traced_coroutine.limits.links' => '1', 'traced_coroutine.limits.attributes_per_link' => '1',
]);
echo $ran->stdout, $ran->stderr;
$memory = json_decode(file_get_contents(scratch() . '/memory.json'), true);
$otlp = $collector->accepted();
$file = spans_of_file(scratch() . '/t.jsonl');
foreach ([&$memory, &$otlp, &$file] as &$spans) {
    array_walk_recursive($spans, fn (&$value) => is_array($value) && ksort($value));
    foreach ($spans as &$span) {
        ksort($span);
        ksort($span['attributes']);
    }
    usort($spans, fn (array $a, array $b) => $a['name'] <=> $b['name']);
}
unset($spans, $span);
var_dump($otlp == $memory, $file == $memory);
$otlp == $memory || print(json_encode([$otlp[0], $memory[0]], JSON_PRETTY_PRINT));
$file == $memory || print(json_encode([$file[0], $memory[0]], JSON_PRETTY_PRINT));
echo json_encode([$memory[0]['dropped'], $memory[0]['trace_state'], array_column($memory, 'kind'), array_column($memory, 'status')]), "\n";
--EXPECT--
bool(true)
bool(true)
bool(true)
[{"attributes":2,"events":1,"links":1},"a=1,b=2",["client","consumer","internal","producer","server"],[{"code":"ok","description":""},{"code":"ok","description":""},{"code":"unset","description":""},{"code":"unset","description":""},{"code":"error","description":"why"}]]
