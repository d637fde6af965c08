--TEST--
With keep_errors a trace that the sampler does not want is exported whole if anything in it failed, else not at all
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

function leaf(bool $fails): void
{
    TracedCoroutine::trace('query', fn () => 1);
    $fails && TracedCoroutine::currentSpan()->setStatus(TracedCoroutine\StatusCode::Error, 'no stock');
}
function root(bool $fails): void
{
    TracedCoroutine::create('leaf', false);
    TracedCoroutine::create('leaf', $fails);
    TracedCoroutine::startSpan('after')->end();
}
TracedCoroutine::create('root', false);
$stats = TracedCoroutine::stats();
echo "all well: $stats[exported] exported, $stats[queued] queued, $stats[held] held, {$stats['dropped']['sampled_out']} sampled out\n";
TracedCoroutine::create('root', true);
print_spans();
$stats = TracedCoroutine::stats();
echo "$stats[held] held, {$stats['dropped']['sampled_out']} sampled out\n";
print_whether_stats_add_up();
--EXPECT--
all well: 0 exported, 0 queued, 0 held, 6 sampled out
- root:9 returned, unset
  - leaf:4 returned, unset
    - [query] unset
  - leaf:4 returned, error, "no stock"
    - [query] unset
  - [after] unset
0 held, 6 sampled out
stats add up
