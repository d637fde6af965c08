--TEST--
Spans that start while a span is active are its children, at any depth, until it is detached
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
    $outer = TracedCoroutine::startSpan('outer');
    $outer_scope = $outer->activate();
    TracedCoroutine::create('child');
    $inner = TracedCoroutine::startSpan('inner');
    $inner_scope = $inner->activate();
    TracedCoroutine::create('child');
    var_dump($inner_scope->detach());
    $inner->end();
    TracedCoroutine::create('child');
    var_dump($outer_scope->detach());
    $outer->end();
    TracedCoroutine::create('child');
}
function child(): void { TracedCoroutine::startSpan('grandchild')->end(); }

TracedCoroutine::create('body');
print_spans();
var_dump(TracedCoroutine::stats()['scope_misuses']);
--EXPECT--
int(0)
int(0)
- body:4 returned, unset
  - [outer] unset
    - child:19 returned, unset
      - [grandchild] unset
    - [inner] unset
      - child:19 returned, unset
        - [grandchild] unset
    - child:19 returned, unset
      - [grandchild] unset
  - child:19 returned, unset
    - [grandchild] unset
int(0)
