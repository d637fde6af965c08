--TEST--
A wrapped closure called inline, and twice, is a manual span each time, under the span current where it was wrapped
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () use (&$wrapped) {
    $wrapped = TracedCoroutine::wrap(function (int ...$numbers) {
        TracedCoroutine::startSpan('inside')->end();
        return array_sum($numbers);
    }, new TracedCoroutine\SpanOptions('sum'));
    var_dump($wrapped(1, 2));
});
var_dump($wrapped(3, 4, 5));
TracedCoroutine::create(function () use ($wrapped) { var_dump($wrapped()); });
print_spans();
--EXPECT--
int(3)
int(12)
int(0)
- {closure}:4 returned, unset
  - [sum] unset
    - [inside] unset
  - [sum] unset
    - [inside] unset
  - [sum] unset
    - [inside] unset
- {closure}:12 returned, unset
