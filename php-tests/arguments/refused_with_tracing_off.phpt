--TEST--
With tracing off bad arguments are refused as they are with tracing on
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
traced_coroutine.enabled=0
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$span = TracedCoroutine::startSpan('span');
foreach ([
    fn () => TracedCoroutine::startSpan([]),
    fn () => TracedCoroutine::trace('t', 'no_such_function'),
    fn () => TracedCoroutine::wrap('no_such_function'),
    fn () => TracedCoroutine::start(new TracedCoroutine\SpanOptions(), 'no_such_function'),
    fn () => TracedCoroutine::start([], fn () => 1),
    fn () => $span->setAttribute('a', null),
    fn () => new TracedCoroutine\SpanOptions(parent: true),
    fn () => TracedCoroutine::extract('text'),
] as $call) {
    try {
        $call();
        echo "!! accepted\n";
    } catch (TypeError $error) {
        echo get_class($error), "\n";
    }
}
--EXPECT--
TypeError
TypeError
TypeError
TypeError
TypeError
TypeError
TypeError
TypeError
