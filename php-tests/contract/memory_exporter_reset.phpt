--TEST--
MemoryExporter::reset() forgets what it holds and goes on
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {});
TracedCoroutine::flush();
TracedCoroutine\MemoryExporter::reset();
var_dump(TracedCoroutine\MemoryExporter::getSpans());
TracedCoroutine::create(function () {});
print_spans();
print_whether_stats_add_up();
--EXPECT--
array(0) {
}
- {closure}:8 returned, unset
stats add up
