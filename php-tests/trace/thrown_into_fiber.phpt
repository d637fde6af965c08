--TEST--
An exception thrown into a suspended fiber fails the span of trace() that it passes
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

TracedCoroutine::create(function () use (&$fiber) {
    $fiber = Fiber::getCurrent();
    try {
        TracedCoroutine::trace('traced', fn () => Fiber::suspend());
    } catch (RuntimeException $caught) {
        echo $caught->getMessage(), "\n";
    }
});
$fiber->throw(new RuntimeException('from outside'));
print_spans();
--EXPECT--
from outside
- {closure}:4 returned, unset
  - [traced] error, "from outside"
      ! exception RuntimeException: from outside
