--TEST--
A scope detached before those inside of it is gone, they stand, and it is counted as misuse
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
    $inner = TracedCoroutine::startSpan('inner');
    $inner_scope = $inner->activate();
    var_dump($outer_scope->detach() === TracedCoroutine\Scope::MISMATCH);
    TracedCoroutine::startSpan('child of inner')->end();
    var_dump($inner_scope->detach());
    TracedCoroutine::startSpan('child of the coroutine')->end();
    $inner->end();
    $outer->end();
}

TracedCoroutine::create('body');
print_spans();
var_dump(TracedCoroutine::stats()['scope_misuses']);
--EXPECT--
bool(true)
int(0)
- body:4 returned, unset
  - [outer] unset
    - [inner] unset
      - [child of inner] unset
  - [child of the coroutine] unset
int(1)
