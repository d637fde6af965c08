--TEST--
Until the local root ends its spans are held; a failure lets them out at once
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.sampler=always_off
traced_coroutine.keep_errors=1
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function show(string $when): void
{
    $stats = TracedCoroutine::stats();
    echo "$when: $stats[held] held, $stats[open] open, ", count(TracedCoroutine\MemoryExporter::getSpans()), ' exported, ', $stats['dropped']['sampled_out'], " sampled out\n";
    print_whether_stats_add_up();
}
function root(bool $fails): void
{
    TracedCoroutine::startSpan('first')->end();
    TracedCoroutine::startSpan('second')->end();
    park('root');
    $span = TracedCoroutine::startSpan('third');
    $fails && $span->setStatus(TracedCoroutine\StatusCode::Error);
    $span->end();
    park('root');
}
foreach (['good' => false, 'bad' => true] as $what => $fails) {
    TracedCoroutine::create('root', $fails);
    show("$what, at first");
    wake('root');
    show("$what, third ended");
    wake('root');
    show("$what, root ended");
}
--EXPECT--
good, at first: 2 held, 1 open, 0 exported, 0 sampled out
stats add up
good, third ended: 3 held, 1 open, 0 exported, 0 sampled out
stats add up
good, root ended: 0 held, 0 open, 0 exported, 4 sampled out
stats add up
bad, at first: 2 held, 1 open, 0 exported, 4 sampled out
stats add up
bad, third ended: 0 held, 1 open, 3 exported, 4 sampled out
stats add up
bad, root ended: 0 held, 0 open, 4 exported, 4 sampled out
stats add up
