--TEST--
An ended span silently ignores every change, and keeps its context
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\StatusCode;

TracedCoroutine::create(function () {
    $other = TracedCoroutine::startSpan('other');
    $span = TracedCoroutine::startSpan('ended');
    var_dump($span->isRecording());
    $span->end();
    $end = TracedCoroutine::stats()['finished'];
    var_dump($span->isRecording());
    $chained = $span->setAttribute('a', 1)->setAttributes(['b' => 2])->addEvent('e')->addLink($other->getContext())
        ->recordException(new Exception('late'))->setStatus(StatusCode::Error, 'late')->updateName('late');
    $span->end();
    $span->end(microtime(true) + 60);
    var_dump($chained === $span, TracedCoroutine::stats()['finished'] === $end, $span->getContext()->isValid());
    $other->end();
});
print_spans();
$span = span_named(TracedCoroutine\MemoryExporter::getSpans(), 'ended');
var_dump(said_attributes($span), $span['end_time_unix_nano'] / 1e9 < microtime(true) + 1);
--EXPECT--
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
- {closure}:5 returned, unset
  - [other] unset
  - [ended] unset
array(0) {
}
bool(true)
