--TEST--
A manual span is a child of the current span, and becomes current only when it is activated
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function body(): void
{
    $span = TracedCoroutine::startSpan('query');
    TracedCoroutine::create('not_its_child');
    TracedCoroutine::startSpan('not its child either')->end();
    $span->end();
}
function not_its_child(): void {}

TracedCoroutine::create('body');
print_spans();
print_whether_stats_add_up();
--EXPECT--
- body:4 returned, unset
  - [query] unset
  - not_its_child:11 returned, unset
  - [not its child either] unset
stats add up
