--TEST--
The collector and the memory exporter get the same spans, field by field
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
    function leaf(): void {}
    function top(): void { TracedCoroutine::create('leaf'); TracedCoroutine::create('leaf'); }
    TracedCoroutine::create('top');
    TracedCoroutine::create('leaf');
    var_dump(TracedCoroutine::flush());
    file_put_contents(__DIR__ . '/memory.json', json_encode(TracedCoroutine\MemoryExporter::getSpans()));
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'otlp,memory,file', 'traced_coroutine.file.path' => scratch() . '/t.jsonl', 'traced_coroutine.otlp.endpoint' => $collector->base()]);
echo $ran->stdout, $ran->stderr;
$memory = json_decode(file_get_contents(scratch() . '/memory.json'), true);
$otlp = array_map(fn (array $span) => array_intersect_key($span, $memory[0]), $collector->accepted());
$file = spans_of_file(scratch() . '/t.jsonl');
foreach ([&$memory, &$otlp, &$file] as &$spans) {
    foreach ($spans as &$span) {
        ksort($span);
        ksort($span['attributes']);
    }
    usort($spans, fn (array $a, array $b) => $a['span_id'] <=> $b['span_id']);
}
unset($spans, $span);
echo span_tree($memory);
var_dump($otlp === $memory, $file === $memory);
--EXPECT--
bool(true)
- top:3 returned, unset
  - leaf:2 returned, unset
  - leaf:2 returned, unset
- leaf:2 returned, unset
bool(true)
bool(true)
