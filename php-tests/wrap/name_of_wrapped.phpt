--TEST--
A span around a closure of wrap() is named after what that wraps
--DESCRIPTION--
It had the name of the hidden class behind such closures.
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

final class Magic { public function __call($name, $arguments) {} }
function works(): void {}
$closure = TracedCoroutine::wrap('works');
TracedCoroutine::create($closure);
TracedCoroutine::create(TracedCoroutine::wrap($closure));
(TracedCoroutine::wrap(TracedCoroutine::wrap([new Magic(), 'answer'])))();
(TracedCoroutine::wrap(TracedCoroutine::currentSpan(...)))();
print_spans();
--EXPECT--
- works:5 returned, unset
  - [works] unset
- works:5 returned, unset
  - [works] unset
    - [works] unset
- [Magic::answer] unset
  - [Magic::answer] unset
- [TracedCoroutine::currentSpan] unset
