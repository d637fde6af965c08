--TEST--
A wrapped closure that is wrapped again runs its callable once, in two spans
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\SpanOptions;

TracedCoroutine::create(function () {
    $inner = TracedCoroutine::wrap(function () { echo "runs\n"; }, new SpanOptions('inner'));
    (TracedCoroutine::wrap($inner, new SpanOptions('outer')))();
});
print_spans();
--EXPECT--
runs
- {closure}:5 returned, unset
  - [outer] unset
  - [inner] unset
