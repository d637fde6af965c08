--TEST--
setKind() sets the kind of a manual span and of a coroutine's span, until the span has ended
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\{SpanKind, SpanOptions};

$span = TracedCoroutine::startSpan('by hand', new SpanOptions(kind: SpanKind::Server));
$span->setKind(SpanKind::Producer)->setKind(SpanKind::Client)->end();
$span->setKind(SpanKind::Consumer);
TracedCoroutine::create(function () {
    TracedCoroutine::currentSpan()->setKind(SpanKind::Consumer);
});
print_spans();
--EXPECT--
- [by hand] client unset
- {closure}:8 consumer returned, unset
