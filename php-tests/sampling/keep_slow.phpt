--TEST--
keep_slower_than keeps traces with a span that took so long, by its own times
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.sampler=always_off
traced_coroutine.keep_errors=1
traced_coroutine.keep_slower_than=0.5
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\SpanOptions;

foreach (['fast' => 0.4, 'slow' => 0.6] as $name => $seconds) {
    TracedCoroutine::start(new SpanOptions($name), function () use ($seconds) {
        TracedCoroutine::startSpan('query', new SpanOptions(startTime: 1e9))->end(1e9 + $seconds);
        TracedCoroutine::startSpan('other')->end();
    });
}
echo implode(' ', array_column(exported_spans(), 'name')), "\n", TracedCoroutine::stats()['dropped']['sampled_out'], " sampled out\n";
--EXPECT--
query other slow
3 sampled out
