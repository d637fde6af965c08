--TEST--
trace() returns the result of its callable, and is the parent of the spans started in it, of coroutines too
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function child(): void { TracedCoroutine::startSpan('in the child')->end(); }
TracedCoroutine::create(function () {
    $object = new stdClass();
    var_dump(TracedCoroutine::trace('outer', function () use ($object) {
        var_dump(func_get_args());
        TracedCoroutine::create('child');
        return TracedCoroutine::trace('inner', fn () => $object);
    }) === $object);
    TracedCoroutine::startSpan('after')->end();
    var_dump(TracedCoroutine::trace('null', fn () => null));
});
print_spans();
--EXPECT--
array(0) {
}
bool(true)
NULL
- {closure}:5 returned, unset
  - [outer] unset
    - child:4 returned, unset
      - [in the child] unset
    - [inner] unset
  - [after] unset
  - [null] unset
