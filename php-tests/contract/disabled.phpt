--TEST--
With traced_coroutine.enabled=0 coroutines run and no span exists
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('valgrind names threads itself');
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.enabled=0
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$id = TracedCoroutine::create(function (string $word) {
    TracedCoroutine::create(function () { echo "inner\n"; });
    echo "$word\n";
}, 'outer');
var_dump(is_int($id), TracedCoroutine::flush(), TracedCoroutine::active(), TracedCoroutine::stats()['started']);
var_dump(TracedCoroutine\MemoryExporter::getSpans());
try {
    TracedCoroutine::create('nope');
} catch (TypeError $error) {
    echo get_class($error), "\n";
}
echo implode(' ', array_filter(array_map(fn ($comm) => trim(file_get_contents($comm)), glob('/proc/self/task/*/comm')), fn ($name) => !str_starts_with($name, 'php'))), "no thread\n";
--EXPECT--
inner
outer
bool(true)
bool(true)
array(0) {
}
int(0)
array(0) {
}
TypeError
no thread
