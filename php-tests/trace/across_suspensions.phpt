--TEST--
While the callable of trace() is suspended its span is current nowhere else
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function suspended(string $key): void
{
    TracedCoroutine::trace("trace $key", function () use ($key) {
        park($key);
        TracedCoroutine::startSpan("child of $key")->end();
    });
}
TracedCoroutine::create('suspended', 'a');
TracedCoroutine::create('suspended', 'b');
TracedCoroutine::startSpan('root')->end();
TracedCoroutine::create(function () { TracedCoroutine::startSpan('of another')->end(); wake('a'); TracedCoroutine::startSpan('of another, later')->end(); });
wake('b');
print_spans();
--EXPECT--
- suspended:5 returned, unset
  - [trace a] unset
    - [child of a] unset
- suspended:5 returned, unset
  - [trace b] unset
    - [child of b] unset
- [root] unset
- {closure}:15 returned, unset
  - [of another] unset
  - [of another, later] unset
