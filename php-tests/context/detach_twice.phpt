--TEST--
A scope detached twice answers false the second time, changes nothing and is counted
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {
    $outer = TracedCoroutine::startSpan('outer');
    $outer_scope = $outer->activate();
    $inner_scope = TracedCoroutine::startSpan('inner')->activate();
    var_dump($inner_scope->detach(), $inner_scope->detach());
    TracedCoroutine::startSpan('child of outer')->end();
    var_dump($outer_scope->detach(), $outer_scope->detach());
    $outer->end();
});
var_dump(TracedCoroutine::stats()['scope_misuses']);
print_spans();
--EXPECT--
bool(true)
bool(false)
bool(true)
bool(false)
int(2)
- {closure}:4 returned, unset
  - [outer] unset
    - [inner] unset
    - [child of outer] unset
