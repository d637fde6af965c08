--TEST--
null is no array and no enum where the signature says so
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$span = TracedCoroutine::startSpan('span');
foreach ([
    'extract' => fn () => TracedCoroutine::extract(null),
    'setAttributes' => fn () => $span->setAttributes(null),
    'addEvent' => fn () => $span->addEvent('e', null),
    'addLink' => fn () => $span->addLink($span->getContext(), null),
    'recordException' => fn () => $span->recordException(new Exception(), null),
    'attributes' => fn () => new TracedCoroutine\SpanOptions(attributes: null),
    'links' => fn () => new TracedCoroutine\SpanOptions(links: null),
    'kind' => fn () => new TracedCoroutine\SpanOptions(kind: null),
] as $what => $call) {
    try {
        $call();
        echo "!! $what took null\n";
    } catch (TypeError $error) {
        echo "$what: TypeError\n";
    }
}
--EXPECT--
extract: TypeError
setAttributes: TypeError
addEvent: TypeError
addLink: TypeError
recordException: TypeError
attributes: TypeError
links: TypeError
kind: TypeError
