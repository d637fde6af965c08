--TEST--
setKind() says what part a span plays, of a span by hand and of a coroutine, until it has ended
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
