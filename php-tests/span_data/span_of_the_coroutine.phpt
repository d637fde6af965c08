--TEST--
A coroutine's own span takes attributes, events and a name from inside, but ends with the coroutine only
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {
    $span = TracedCoroutine::currentSpan();
    $span->updateName('checkout')->setAttribute('order.id', 42)->addEvent('stock checked');
    $span->end();
    var_dump($span->isRecording());
    $span->setAttribute('after.end', true);
    TracedCoroutine::startSpan('child')->end();
});
print_spans();
echo json_encode(said_attributes(span_named(TracedCoroutine\MemoryExporter::getSpans(), 'checkout'))), "\n";
--EXPECT--
bool(true)
- 'checkout' {closure}:4 returned, unset
    ! stock checked 
  - [child] unset
{"order.id":42,"after.end":true}
