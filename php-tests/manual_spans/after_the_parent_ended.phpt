--TEST--
A span that has ended is still the parent of what starts under it later
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function parent_of_one(): void
{
    $span = TracedCoroutine::startSpan('ended early');
    $scope = $span->activate();
    $span->end();
    TracedCoroutine::create('child');
    TracedCoroutine::startSpan('late')->end();
    $scope->detach();
}
function child(): void
{
    park('child');
    TracedCoroutine::startSpan('after all have ended')->end();
    TracedCoroutine::create('grandchild');
}
function grandchild(): void {}

TracedCoroutine::create('parent_of_one');
wake('child');
print_spans();
--EXPECT--
- parent_of_one:5 returned, unset
  - [ended early] unset
    - child:14 returned, unset
      - [after all have ended] unset
      - grandchild:20 returned, unset
    - [late] unset
