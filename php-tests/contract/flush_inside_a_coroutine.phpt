--TEST--
flush() may be called inside a traced coroutine, with and without anything to export
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

var_dump(TracedCoroutine::flush(), TracedCoroutine::flush(0.0));
TracedCoroutine::create(function () {
    TracedCoroutine::create(function () {});
    var_dump(TracedCoroutine::flush(timeout: 5));
    echo span_tree(array_map(fn (array $span) => ['parent_span_id' => null] + $span, TracedCoroutine\MemoryExporter::getSpans()));
});
print_spans();
--EXPECT--
bool(true)
bool(true)
bool(true)
- {closure}:6 returned, unset
- {closure}:5 returned, unset
  - {closure}:6 returned, unset
