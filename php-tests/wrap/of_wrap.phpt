--TEST--
A wrapped closure that is wrapped again runs its callable once, in two spans
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
