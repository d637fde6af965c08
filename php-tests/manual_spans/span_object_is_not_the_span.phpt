--TEST--
A span whose object is gone stays open until its coroutine ends, and currentSpan() finds it
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {
    $scope = TracedCoroutine::startSpan('without an object')->activate();
    gc_collect_cycles();
    TracedCoroutine::currentSpan()->setAttribute('found', true)->end();
    $scope->detach();
    var_dump(TracedCoroutine::stats()['open']);
});
print_spans();
var_dump(TracedCoroutine::stats()['ended_with_coroutine']);
--EXPECT--
int(1)
- {closure}:4 returned, unset
  - [without an object] unset
int(0)
