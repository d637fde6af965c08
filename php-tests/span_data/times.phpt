--TEST--
Start, event and end times can be given in unix seconds, to the microsecond
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$span = TracedCoroutine::startSpan('yesterday', new TracedCoroutine\SpanOptions(startTime: 1700000000.25));
$span->addEvent('in between', [], 1700000000.5);
$span->end(1700000001.125);
TracedCoroutine::startSpan('zero', new TracedCoroutine\SpanOptions(startTime: 0.0))->end(0.0);
TracedCoroutine::startSpan('int', new TracedCoroutine\SpanOptions(startTime: 5))->end(6);
TracedCoroutine::startSpan('ends before it starts', new TracedCoroutine\SpanOptions(startTime: 20.0))->end(10.0);
foreach (exported_spans() as $span) {
    echo "$span[name]: $span[start_time_unix_nano] to $span[end_time_unix_nano]", $span['events'] ? ', event at ' . $span['events'][0]['time_unix_nano'] : '', "\n";
}
--EXPECT--
yesterday: 1700000000250000000 to 1700000001125000000, event at 1700000000500000000
zero: 0 to 0
int: 5000000000 to 6000000000
ends before it starts: 20000000000 to 20000000000
