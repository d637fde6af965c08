--TEST--
A callable that ends the span that trace() made for it harms nothing
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {
    var_dump(TracedCoroutine::trace('ended inside', function () {
        TracedCoroutine::currentSpan()->setAttribute('inside', 1)->end();
        TracedCoroutine::startSpan('child')->end();
        return 'fine';
    }));
});
print_spans();
print_whether_stats_add_up();
--EXPECT--
string(4) "fine"
- {closure}:4 returned, unset
  - [ended inside] unset
    - [child] unset
stats add up
