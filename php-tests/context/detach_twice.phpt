--TEST--
A scope detached twice answers Scope::DETACHED the second time, changes nothing and is counted
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\Scope;

TracedCoroutine::create(function () {
    $outer = TracedCoroutine::startSpan('outer');
    $outer_scope = $outer->activate();
    $inner_scope = TracedCoroutine::startSpan('inner')->activate();
    var_dump($inner_scope->detach(), $inner_scope->detach() === Scope::DETACHED);
    TracedCoroutine::startSpan('child of outer')->end();
    var_dump($outer_scope->detach(), $outer_scope->detach() === Scope::DETACHED);
    $outer->end();
});
var_dump(TracedCoroutine::stats()['scope_misuses']);
print_spans();
--EXPECT--
int(0)
bool(true)
int(0)
bool(true)
int(2)
- {closure}:5 returned, unset
  - [outer] unset
    - [inner] unset
    - [child of outer] unset
