--TEST--
A span started in one coroutine can be activated and ended in another, and has the parent it started under
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function starter(): void
{
    global $span;
    $span = TracedCoroutine::startSpan('handed over');
    park('starter');
    TracedCoroutine::startSpan('not its child')->end();
}
function user(): void
{
    global $span;
    $scope = $span->activate();
    TracedCoroutine::startSpan('its child')->end();
    $scope->detach();
    $span->end();
}

TracedCoroutine::create('starter');
TracedCoroutine::create('user');
wake('starter');
print_spans();
var_dump(TracedCoroutine::stats()['ended_with_coroutine']);
--EXPECT--
- starter:5 returned, unset
  - [handed over] unset
    - [its child] unset
  - [not its child] unset
- user:12 returned, unset
int(0)
