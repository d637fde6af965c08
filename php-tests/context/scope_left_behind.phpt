--TEST--
A scope left active ends with its coroutine and reaches neither the creator nor the next coroutine
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function careless(): void
{
    TracedCoroutine::startSpan('left active')->activate();
}
function next_one(): void { TracedCoroutine::startSpan('child of next')->end(); }

TracedCoroutine::create(function () {
    TracedCoroutine::create('careless');
    TracedCoroutine::startSpan('child of the creator')->end();
    TracedCoroutine::create('next_one');
});
var_dump(TracedCoroutine::currentSpan());
print_spans();
$stats = TracedCoroutine::stats();
echo "$stats[ended_with_coroutine] ended with its coroutine, $stats[scope_misuses] misuses, $stats[open] open\n";
--EXPECT--
NULL
- {closure}:10 returned, unset
  - careless:4 returned, unset
    - [left active] unset
  - [child of the creator] unset
  - next_one:8 returned, unset
    - [child of next] unset
1 ended with its coroutine, 0 misuses, 0 open
