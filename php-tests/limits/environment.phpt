--TEST--
OpenTelemetry's variables set the limits; the ones for spans win over the general ones
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    $span = TracedCoroutine::startSpan('span');
    $context = $span->getContext();
    for ($n = 0; $n < 9; $n++) {
        $span->setAttribute("a$n", '123456789')->addEvent('e', ['a' => 1, 'b' => 2, 'c' => 3])->addLink($context, ['a' => 1, 'b' => 2, 'c' => 3]);
    }
    $span->end();
    TracedCoroutine::flush();
    [$span] = TracedCoroutine\MemoryExporter::getSpans();
    echo json_encode([count($span['attributes']), count($span['events']), count($span['links']), count($span['events'][0]['attributes'] ?? []),
        count($span['links'][0]['attributes'] ?? []), strlen($span['attributes']['a0'] ?? '')]), "\n";
    PHP);
foreach ([
    [], ['OTEL_ATTRIBUTE_COUNT_LIMIT' => '5'], ['OTEL_ATTRIBUTE_COUNT_LIMIT' => '2'], ['OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT' => '3', 'OTEL_ATTRIBUTE_COUNT_LIMIT' => '2'], ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT' => '4', 'OTEL_ATTRIBUTE_COUNT_LIMIT' => '5'], ['OTEL_SPAN_EVENT_COUNT_LIMIT' => '3'], ['OTEL_SPAN_LINK_COUNT_LIMIT' => '2'],
    ['OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT' => '1'], ['OTEL_LINK_ATTRIBUTE_COUNT_LIMIT' => '2'], ['OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT' => '6'], ['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT' => '7', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT' => '6'],
] as $environment) {
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'memory'], $environment);
    echo implode(' ', array_map(fn ($name, $value) => "$name=$value", array_keys($environment), $environment)) ?: 'defaults', ": $ran->stdout$ran->stderr";
}
--EXPECT--
defaults: [9,9,9,3,3,9]
OTEL_ATTRIBUTE_COUNT_LIMIT=5: [5,9,9,3,3,9]
OTEL_ATTRIBUTE_COUNT_LIMIT=2: [2,9,9,2,2,9]
OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT=3 OTEL_ATTRIBUTE_COUNT_LIMIT=2: [2,9,9,3,2,9]
OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=4 OTEL_ATTRIBUTE_COUNT_LIMIT=5: [4,9,9,3,3,9]
OTEL_SPAN_EVENT_COUNT_LIMIT=3: [9,3,9,3,3,9]
OTEL_SPAN_LINK_COUNT_LIMIT=2: [9,9,2,3,3,9]
OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT=1: [9,9,9,1,3,9]
OTEL_LINK_ATTRIBUTE_COUNT_LIMIT=2: [9,9,9,3,2,9]
OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT=6: [9,9,9,3,3,6]
OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT=7 OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT=6: [9,9,9,3,3,7]
