--TEST--
exporter=none, which php.ini reads as an empty text, traces and counts and sends nothing
--EXTENSIONS--
traced_coroutine
--INI--
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.exporter=none
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {});
var_dump(TracedCoroutine::flush(), TracedCoroutine\MemoryExporter::getSpans());
print_whether_stats_add_up();
echo TracedCoroutine::stats()['started'], "\n";
--EXPECT--
bool(true)
array(0) {
}
stats add up
1
