--TEST--
Bad arguments are TypeErrors and ValueErrors that name the argument, and start nothing
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\{SpanOptions, StatusCode};

$span = TracedCoroutine::startSpan('span');
$calls = [
    fn () => TracedCoroutine::startSpan(),
    fn () => TracedCoroutine::startSpan([]),
    fn () => TracedCoroutine::startSpan('a', new stdClass()),
    fn () => TracedCoroutine::startSpan('a', null, 1),
    fn () => TracedCoroutine::trace('a', 'no_such_function'),
    fn () => TracedCoroutine::trace('a', strlen(...), []),
    fn () => TracedCoroutine::wrap('no_such_function'),
    fn () => TracedCoroutine::wrap(strlen(...), 'name'),
    fn () => TracedCoroutine::wrap(strlen(...), null, 'no_such_function'),
    fn () => TracedCoroutine::start(fn () => 1),
    fn () => TracedCoroutine::start([], fn () => 1),
    fn () => TracedCoroutine::start(new SpanOptions(), 'no_such_function'),
    fn () => TracedCoroutine::currentSpan(1),
    fn () => TracedCoroutine::localRootSpan(1),
    fn () => $span->setAttribute('a'),
    fn () => $span->setAttribute('a', null),
    fn () => $span->setAttribute('a', new stdClass()),
    fn () => $span->setAttribute('a', [1, 'mixed']),
    fn () => $span->setAttribute('a', ['key' => 1]),
    fn () => $span->setAttribute('a', [[1]]),
    fn () => $span->setAttributes(['fine' => 1, 'bad' => null]),
    fn () => $span->setAttributes('a'),
    fn () => $span->addEvent([]),
    fn () => $span->addEvent('e', ['a' => null]),
    fn () => $span->addEvent('e', [], NAN),
    fn () => $span->addEvent('e', [], -1.0),
    fn () => $span->addLink('context'),
    fn () => $span->addLink($span->getContext(), ['a' => STDERR]),
    fn () => $span->recordException('message'),
    fn () => $span->recordException(new stdClass()),
    fn () => $span->setStatus('Error'),
    fn () => $span->setStatus(StatusCode::Error, []),
    fn () => $span->setKind('server'),
    fn () => $span->updateName([]),
    fn () => $span->end('now'),
    fn () => $span->end(INF),
    fn () => new SpanOptions(kind: 3),
    fn () => new SpanOptions(kind: StatusCode::Ok),
    fn () => new SpanOptions(attributes: ['a' => null]),
    fn () => new SpanOptions(links: [$span]),
    fn () => new SpanOptions(links: [[]]),
    fn () => new SpanOptions(links: [[$span->getContext(), 5]]),
    fn () => new SpanOptions(links: [[$span->getContext(), ['a' => null]]]),
    fn () => new SpanOptions(parent: true),
    fn () => new SpanOptions(parent: $span),
    fn () => new SpanOptions(startTime: 1e10),
    fn () => new SpanOptions(unknown: 1),
    fn () => TracedCoroutine::setBaggage('key'),
    fn () => TracedCoroutine::extract('header'),
];
foreach ($calls as $call) {
    try {
        $call();
        echo "!! accepted\n";
    } catch (TypeError | ValueError | Error $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
$span->end();
print_spans();
--EXPECT--
ArgumentCountError: TracedCoroutine::startSpan() expects at least 1 argument, 0 given
TypeError: TracedCoroutine::startSpan(): Argument #1 ($name) must be of type string, array given
TypeError: TracedCoroutine::startSpan(): Argument #2 ($options) must be of type ?TracedCoroutine\SpanOptions, stdClass given
ArgumentCountError: TracedCoroutine::startSpan() expects at most 2 arguments, 3 given
TypeError: TracedCoroutine::trace(): Argument #2 ($func) must be a valid callback, function "no_such_function" not found or invalid function name
TypeError: TracedCoroutine::trace(): Argument #3 ($options) must be of type ?TracedCoroutine\SpanOptions, array given
TypeError: TracedCoroutine::wrap(): Argument #1 ($func) must be a valid callback, function "no_such_function" not found or invalid function name
TypeError: TracedCoroutine::wrap(): Argument #2 ($options) must be of type ?TracedCoroutine\SpanOptions, string given
TypeError: TracedCoroutine::wrap(): Argument #3 ($code) must be a valid callback, function "no_such_function" not found or invalid function name
ArgumentCountError: TracedCoroutine::start() expects at least 2 arguments, 1 given
TypeError: TracedCoroutine::start(): Argument #1 ($options) must be of type TracedCoroutine\SpanOptions, array given
TypeError: TracedCoroutine::start(): Argument #2 ($func) must be a valid callback, function "no_such_function" not found or invalid function name
ArgumentCountError: TracedCoroutine::currentSpan() expects exactly 0 arguments, 1 given
ArgumentCountError: TracedCoroutine::localRootSpan() expects exactly 0 arguments, 1 given
ArgumentCountError: TracedCoroutine\Span::setAttribute() expects exactly 2 arguments, 1 given
TypeError: TracedCoroutine\Span::setAttribute(): Argument #2 ($value) must be of type string|int|float|bool or a list of one of them, null given
TypeError: TracedCoroutine\Span::setAttribute(): Argument #2 ($value) must be of type string|int|float|bool or a list of one of them, stdClass given
TypeError: TracedCoroutine\Span::setAttribute(): Argument #2 ($value) must be of type string|int|float|bool or a list of one of them, array given
TypeError: TracedCoroutine\Span::setAttribute(): Argument #2 ($value) must be of type string|int|float|bool or a list of one of them, array given
TypeError: TracedCoroutine\Span::setAttribute(): Argument #2 ($value) must be of type string|int|float|bool or a list of one of them, array given
TypeError: TracedCoroutine\Span::setAttributes(): Argument #1 ($attributes) must be an array of string|int|float|bool or a list of one of them, "bad" is of type null
TypeError: TracedCoroutine\Span::setAttributes(): Argument #1 ($attributes) must be of type array, string given
TypeError: TracedCoroutine\Span::addEvent(): Argument #1 ($name) must be of type string, array given
TypeError: TracedCoroutine\Span::addEvent(): Argument #2 ($attributes) must be an array of string|int|float|bool or a list of one of them, "a" is of type null
ValueError: TracedCoroutine\Span::addEvent(): Argument #3 ($time) must be a unix time in seconds between 0 and 9223372036
ValueError: TracedCoroutine\Span::addEvent(): Argument #3 ($time) must be a unix time in seconds between 0 and 9223372036
TypeError: TracedCoroutine\Span::addLink(): Argument #1 ($context) must be of type TracedCoroutine\SpanContext, string given
TypeError: TracedCoroutine\Span::addLink(): Argument #2 ($attributes) must be an array of string|int|float|bool or a list of one of them, "a" is of type resource
TypeError: TracedCoroutine\Span::recordException(): Argument #1 ($exception) must be of type Throwable, string given
TypeError: TracedCoroutine\Span::recordException(): Argument #1 ($exception) must be of type Throwable, stdClass given
TypeError: TracedCoroutine\Span::setStatus(): Argument #1 ($code) must be of type TracedCoroutine\StatusCode, string given
TypeError: TracedCoroutine\Span::setStatus(): Argument #2 ($description) must be of type string, array given
TypeError: TracedCoroutine\Span::setKind(): Argument #1 ($kind) must be of type TracedCoroutine\SpanKind, string given
TypeError: TracedCoroutine\Span::updateName(): Argument #1 ($name) must be of type string, array given
TypeError: TracedCoroutine\Span::end(): Argument #1 ($endTime) must be of type float, string given
ValueError: TracedCoroutine\Span::end(): Argument #1 ($endTime) must be a unix time in seconds between 0 and 9223372036
TypeError: TracedCoroutine\SpanOptions::__construct(): Argument #2 ($kind) must be of type TracedCoroutine\SpanKind, int given
TypeError: TracedCoroutine\SpanOptions::__construct(): Argument #2 ($kind) must be of type TracedCoroutine\SpanKind, TracedCoroutine\StatusCode given
TypeError: TracedCoroutine\SpanOptions::__construct(): Argument #3 ($attributes) must be an array of string|int|float|bool or a list of one of them, "a" is of type null
TypeError: TracedCoroutine\SpanOptions::__construct(): Argument #4 ($links) must be a list of TracedCoroutine\SpanContext or of [TracedCoroutine\SpanContext, array]
TypeError: TracedCoroutine\SpanOptions::__construct(): Argument #4 ($links) must be a list of TracedCoroutine\SpanContext or of [TracedCoroutine\SpanContext, array]
TypeError: TracedCoroutine\SpanOptions::__construct(): Argument #4 ($links) must be a list of TracedCoroutine\SpanContext or of [TracedCoroutine\SpanContext, array]
TypeError: TracedCoroutine\SpanOptions::__construct(): Argument #4 ($links) must be an array of string|int|float|bool or a list of one of them, "a" is of type null
TypeError: TracedCoroutine\SpanOptions::__construct(): Argument #5 ($parent) must be of type TracedCoroutine\SpanContext|false|null, bool given
TypeError: TracedCoroutine\SpanOptions::__construct(): Argument #5 ($parent) must be of type TracedCoroutine\SpanContext|false|null, TracedCoroutine\Span given
ValueError: TracedCoroutine\SpanOptions::__construct(): Argument #6 ($startTime) must be a unix time in seconds between 0 and 9223372036
Error: Unknown named parameter $unknown
ArgumentCountError: TracedCoroutine::setBaggage() expects exactly 2 arguments, 1 given
TypeError: TracedCoroutine::extract(): Argument #1 ($carrier) must be of type array, string given
- [span] unset
