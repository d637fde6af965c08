--TEST--
A span is the child of the span that was current where create() was called, through any depth
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function leaf(): void {}
function middle(): void { TracedCoroutine::create('leaf'); TracedCoroutine::create('leaf'); }
function root(): void { TracedCoroutine::create('middle'); TracedCoroutine::create('leaf'); }

TracedCoroutine::create('root');
TracedCoroutine::create('leaf');
print_spans();
--EXPECT--
- root:6 returned, unset
  - middle:5 returned, unset
    - leaf:4 returned, unset
    - leaf:4 returned, unset
  - leaf:4 returned, unset
- leaf:4 returned, unset
