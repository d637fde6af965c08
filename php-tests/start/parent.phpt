--TEST--
start() puts its coroutine under the parent of its options: another span, nothing, or what is current
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\SpanOptions;

function body(): void { TracedCoroutine::startSpan('child')->end(); }
TracedCoroutine::create(function () {
    $other = TracedCoroutine::startSpan('other');
    TracedCoroutine::start(new SpanOptions('under other', parent: $other->getContext()), 'body');
    TracedCoroutine::start(new SpanOptions('root', parent: false), 'body');
    TracedCoroutine::start(new SpanOptions('under current', parent: null), 'body');
    $other->end();
});
print_spans();
--EXPECT--
- {closure}:6 returned, unset
  - [other] unset
    - 'under other' body:5 returned, unset
      - [child] unset
  - 'under current' body:5 returned, unset
    - [child] unset
- 'root' body:5 returned, unset
  - [child] unset
