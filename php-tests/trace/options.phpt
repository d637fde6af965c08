--TEST--
trace() and startSpan() take kind, attributes, links and parent from their options, and the name from the call
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\{SpanKind, SpanOptions};

TracedCoroutine::create(function () {
    $first = TracedCoroutine::startSpan('first');
    $options = new SpanOptions(null, SpanKind::Client, ['a' => 1], [[$first->getContext(), ['why' => 'fan-in']]]);
    TracedCoroutine::trace('traced', fn () => 1, $options);
    TracedCoroutine::startSpan('by hand', $options)->end();
    TracedCoroutine::trace('root', fn () => 1, new SpanOptions(parent: false));
    TracedCoroutine::startSpan('under first', new SpanOptions(parent: $first->getContext()))->end();
    $first->end();
});
print_spans();
echo json_encode(said_attributes(span_named(TracedCoroutine\MemoryExporter::getSpans(), 'traced'))), "\n";
--EXPECT--
- {closure}:5 returned, unset
  - [first] unset
    - [under first] unset
  - [traced] client unset
      ~ first {"why":"fan-in"}
  - [by hand] client unset
      ~ first {"why":"fan-in"}
- [root] unset
{"a":1}
