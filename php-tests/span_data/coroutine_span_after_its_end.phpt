--TEST--
A coroutine's span kept beyond its coroutine ignores everything, but still is a parent
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () use (&$kept) { $kept = TracedCoroutine::currentSpan(); });
var_dump($kept->isRecording());
$kept->updateName('too late')->setAttribute('late', 1)->end();
TracedCoroutine::create(function () use ($kept) {
    $scope = $kept->activate();
    TracedCoroutine::startSpan('late child')->end();
    $scope->detach();
});
print_spans();
--EXPECT--
bool(false)
- {closure}:4 returned, unset
  - [late child] unset
- {closure}:7 returned, unset
