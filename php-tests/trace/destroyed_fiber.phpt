--TEST--
A fiber destroyed inside trace() runs its finally blocks, and its spans end with it
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

TracedCoroutine::create(function () {
    TracedCoroutine::startSpan('left open');
    TracedCoroutine::trace('traced', function () {
        try {
            Fiber::suspend();
        } finally {
            echo "finally\n";
            TracedCoroutine::startSpan('in finally')->end();
        }
    });
});
TracedCoroutine::startSpan('outside')->end();
print_spans();
print_whether_stats_add_up();
--EXPECT--
finally
- {closure}:4 abandoned, unset
  - [left open] unset
  - [traced] unset
    - [in finally] unset
- [outside] unset
stats add up
