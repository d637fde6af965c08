--TEST--
2,000 nested scopes are bounded: the deepest are counted as misuse, and order returns on the way out
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {
    $scopes = [];
    $span = TracedCoroutine::startSpan('span');
    for ($n = 0; $n < 2000; $n++) {
        $scopes[] = $span->activate();
    }
    $in_order = 0;
    while ($scope = array_pop($scopes)) {
        $in_order += (int) ($scope->detach() === 0);
    }
    $span->end();
    var_dump($in_order >= 1000, TracedCoroutine::stats()['scope_misuses'] > 0);
    TracedCoroutine::startSpan('afterwards')->end();
});
print_spans();
--EXPECT--
bool(true)
bool(true)
- {closure}:4 returned, unset
  - [span] unset
  - [afterwards] unset
