--TEST--
Links name spans of other traces, with attributes, from the start or later
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\SpanOptions;

function message(string $name): TracedCoroutine\SpanContext
{
    $span = TracedCoroutine::startSpan($name);
    $span->end();
    return $span->getContext();
}
[$a, $b, $c] = array_map('message', ['message a', 'message b', 'message c']);
$remote = TracedCoroutine::extract(['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']);
TracedCoroutine::start(new SpanOptions('merge', links: [$a, [$b], [$c, ['position' => 3]]]), function () use ($remote) {
    TracedCoroutine::currentSpan()->addLink($remote, ['from' => 'elsewhere']);
});
echo span_tree(array_values(array_filter(exported_spans(), fn (array $span) => $span['name'] === 'merge')), [
    $a->getSpanId() => 'message a', $b->getSpanId() => 'message b', $c->getSpanId() => 'message c', 'b7ad6b7169203331' => 'remote',
]);
--EXPECT--
- 'merge' {closure}:13 returned, unset
    ~ message a
    ~ message b
    ~ message c {"position":3}
    ~ remote {"from":"elsewhere"}
