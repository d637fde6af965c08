--TEST--
wrap() gives a bare Fiber a span of its own, with arguments, suspensions and result as without
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function work(int $a, int $b): int
{
    $c = Fiber::suspend($a + $b);
    TracedCoroutine::startSpan('resumed')->end();
    return $c * 2;
}
TracedCoroutine::create(function () use (&$fiber) {
    $fiber = new Fiber(TracedCoroutine::wrap('work'));
    var_dump($fiber->start(1, 2));
});
TracedCoroutine::startSpan('outside')->end();
$fiber->resume(21);
var_dump($fiber->getReturn());
print_spans();
--EXPECT--
int(3)
int(42)
- {closure}:10 returned, unset
  - work:4 returned, unset
    - [resumed] unset
- [outside] unset
