--TEST--
currentSpan() is null outside, the coroutine's own span inside, and the one activated last
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$id = fn (?TracedCoroutine\Span $span) => $span?->getContext()->getSpanId();
var_dump(TracedCoroutine::currentSpan());
TracedCoroutine::create(function () use ($id) {
    $own = $id(TracedCoroutine::currentSpan());
    var_dump($own === TracedCoroutine::active()[0]['span_id'], TracedCoroutine::currentSpan()->isRecording());
    $span = TracedCoroutine::startSpan('by hand');
    var_dump($id(TracedCoroutine::currentSpan()) === $own);
    $scope = $span->activate();
    var_dump($id(TracedCoroutine::currentSpan()) === $id($span), $id($span) !== $own);
    TracedCoroutine::currentSpan()->setAttribute('set', 'through currentSpan()');
    $scope->detach();
    var_dump($id(TracedCoroutine::currentSpan()) === $own);
    $span->end();
});
var_dump(TracedCoroutine::currentSpan());
echo json_encode(said_attributes(span_named(exported_spans(), 'by hand'))), "\n";
--EXPECT--
NULL
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
NULL
{"set":"through currentSpan()"}
