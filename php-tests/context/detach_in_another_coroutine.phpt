--TEST--
A scope cannot be detached from another coroutine: nothing changes in either, and it is counted
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function owner(): void
{
    global $scope;
    $scope = TracedCoroutine::startSpan('of the owner')->activate();
    park('owner');
    TracedCoroutine::startSpan('still its child')->end();
    var_dump($scope->detach());
}
function thief(): void
{
    global $scope;
    $own = TracedCoroutine::startSpan('of the thief')->activate();
    var_dump($scope->detach() === TracedCoroutine\Scope::INACTIVE);
    TracedCoroutine::startSpan('child of the thief')->end();
    var_dump($own->detach());
}

TracedCoroutine::create('owner');
TracedCoroutine::create('thief');
var_dump($scope->detach() === TracedCoroutine\Scope::INACTIVE);
wake('owner');
var_dump(TracedCoroutine::stats()['scope_misuses']);
print_spans();
--EXPECT--
bool(true)
int(0)
bool(true)
int(0)
int(2)
- owner:5 returned, unset
  - [of the owner] unset
    - [still its child] unset
- thief:13 returned, unset
  - [of the thief] unset
    - [child of the thief] unset
