--TEST--
Data beyond a span's limits is dropped and counted: attributes, events, links, and attributes of events and links
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
traced_coroutine.limits.attributes=2
traced_coroutine.limits.events=3
traced_coroutine.limits.links=1
traced_coroutine.limits.attributes_per_event=1
traced_coroutine.limits.attributes_per_link=2
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$other = TracedCoroutine::startSpan('other');
$other->end();
$span = TracedCoroutine::startSpan('span', new TracedCoroutine\SpanOptions(attributes: ['a' => 1, 'b' => 2, 'c' => 3], links: [[$other->getContext(), ['x' => 1, 'y' => 2, 'z' => 3]]]));
$span->setAttribute('d', 4)->setAttribute('a', 'a known key is replaced');
for ($n = 0; $n < 5; $n++) {
    $span->addEvent("event $n", ['x' => 1, 'y' => 2]);
    $span->addLink($other->getContext());
}
$span->end();
$span = span_named(exported_spans(), 'span');
echo json_encode([said_attributes($span), array_column($span['events'], 'attributes', 'name'), array_column($span['links'], 'attributes'), $span['dropped']]), "\n";
--EXPECT--
[{"a":"a known key is replaced","b":2},{"event 0":{"x":1},"event 1":{"x":1},"event 2":{"x":1}},[{"x":1,"y":2}],{"attributes":2,"events":2,"links":5}]
