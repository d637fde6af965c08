--TEST--
Spans that an untraced coroutine has not ended end with it, and so does what it left active
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function untraced(callable $body): void { extension_loaded('swoole') ? go($body) : (new Fiber($body))->start(); }
untraced(function () { TracedCoroutine::startSpan('not ended')->activate(); });
$stats = TracedCoroutine::stats();
echo "$stats[open] open, $stats[ended_with_coroutine] ended with its coroutine\n";
var_dump(TracedCoroutine::currentSpan());
TracedCoroutine::startSpan('outside')->end();
print_spans();
--EXPECT--
0 open, 1 ended with its coroutine
NULL
- [not ended] unset
- [outside] unset
