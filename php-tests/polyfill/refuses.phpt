--TEST--
The polyfill refuses the arguments that the extension refuses, with the same words where it checks them itself
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/polyfill.inc';

compare_with_polyfill(program(<<<'PHP'
    <?php
    use TracedCoroutine\SpanOptions;

    $span = TracedCoroutine::startSpan('span');
    foreach ([
        fn () => $span->setAttribute('a', [1, 'mixed']),
        fn () => $span->setAttribute('a', ['key' => 1]),
        fn () => $span->setAttribute('a', [[1]]),
        fn () => $span->setAttributes(['fine' => 1, 'bad' => null]),
        fn () => $span->addEvent('e', ['a' => null]),
        fn () => $span->addEvent('e', [], NAN),
        fn () => $span->addLink($span->getContext(), ['a' => null]),
        fn () => $span->end(INF),
        fn () => new SpanOptions(attributes: ['a' => null]),
        fn () => new SpanOptions(links: [$span]),
        fn () => new SpanOptions(links: [[]]),
        fn () => new SpanOptions(links: [[$span->getContext(), 5]]),
        fn () => new SpanOptions(links: [[$span->getContext(), ['a' => null]]]),
        fn () => new SpanOptions(startTime: 1e10),
        fn () => TracedCoroutine::flush(-1.0),
        fn () => TracedCoroutine::selfTest(-1.0),
        fn () => TracedCoroutine::trace('t', fn () => 1, new SpanOptions('another')),
        fn () => TracedCoroutine::startSpan('s', new SpanOptions('')),
    ] as $call) {
        try {
            $call();
            echo "!! accepted\n";
        } catch (TypeError | ValueError $error) {
            echo $error->getMessage(), "\n";
        }
    }
    foreach ([
        fn () => TracedCoroutine::create('no_such_function'),
        fn () => TracedCoroutine::wrap('no_such_function'),
        fn () => TracedCoroutine::start(new SpanOptions(), 'no_such_function'),
        fn () => TracedCoroutine::create(),
        fn () => TracedCoroutine::create('strlen', x: 1),
        fn () => TracedCoroutine::start(new SpanOptions(), 'strlen', 'x', y: 1),
        fn () => TracedCoroutine::start(func: 'strlen', options: new SpanOptions(), param: 1),
        fn () => TracedCoroutine::create(callable: 'strlen'),
        fn () => TracedCoroutine::trace('t', callable: 'time'),
        fn () => TracedCoroutine::startSpan([]),
        fn () => TracedCoroutine::extract('text'),
        fn () => $span->setStatus('Error'),
        fn () => $span->setAttribute('a', null),
        fn () => $span->setAttribute('a', $span),
        fn () => new SpanOptions(parent: true),
        fn () => new SpanOptions(parent: 0),
        fn () => new SpanOptions(kind: 1),
    ] as $call) {
        try {
            $call();
            echo "!! accepted\n";
        } catch (Error $error) {
            echo $error::class, "\n";
        }
    }
    PHP), ['traced_coroutine.enabled' => '0']);
--EXPECT--
TracedCoroutine\Span::setAttribute(): Argument #2 ($value) must be of type string|int|float|bool or a list of one of them, array given
TracedCoroutine\Span::setAttribute(): Argument #2 ($value) must be of type string|int|float|bool or a list of one of them, array given
TracedCoroutine\Span::setAttribute(): Argument #2 ($value) must be of type string|int|float|bool or a list of one of them, array given
TracedCoroutine\Span::setAttributes(): Argument #1 ($attributes) must be an array of string|int|float|bool or a list of one of them, "bad" is of type null
TracedCoroutine\Span::addEvent(): Argument #2 ($attributes) must be an array of string|int|float|bool or a list of one of them, "a" is of type null
TracedCoroutine\Span::addEvent(): Argument #3 ($time) must be a unix time in seconds between 0 and 9223372036
TracedCoroutine\Span::addLink(): Argument #2 ($attributes) must be an array of string|int|float|bool or a list of one of them, "a" is of type null
TracedCoroutine\Span::end(): Argument #1 ($endTime) must be a unix time in seconds between 0 and 9223372036
TracedCoroutine\SpanOptions::__construct(): Argument #3 ($attributes) must be an array of string|int|float|bool or a list of one of them, "a" is of type null
TracedCoroutine\SpanOptions::__construct(): Argument #4 ($links) must be a list of TracedCoroutine\SpanContext or of [TracedCoroutine\SpanContext, array]
TracedCoroutine\SpanOptions::__construct(): Argument #4 ($links) must be a list of TracedCoroutine\SpanContext or of [TracedCoroutine\SpanContext, array]
TracedCoroutine\SpanOptions::__construct(): Argument #4 ($links) must be a list of TracedCoroutine\SpanContext or of [TracedCoroutine\SpanContext, array]
TracedCoroutine\SpanOptions::__construct(): Argument #4 ($links) must be an array of string|int|float|bool or a list of one of them, "a" is of type null
TracedCoroutine\SpanOptions::__construct(): Argument #6 ($startTime) must be a unix time in seconds between 0 and 9223372036
TracedCoroutine::flush(): Argument #1 ($timeout) must be between 0 and 86400 (seconds)
TracedCoroutine::selfTest(): Argument #1 ($timeout) must be between 0 and 86400 (seconds)
TracedCoroutine::trace(): Argument #3 ($options) must have no name, "another" given: argument #1 ($name) names the span
TracedCoroutine::startSpan(): Argument #2 ($options) must have no name, "" given: argument #1 ($name) names the span
TypeError
TypeError
TypeError
ArgumentCountError
ArgumentCountError
ArgumentCountError
ArgumentCountError
ArgumentCountError
Error
TypeError
TypeError
TypeError
TypeError
TypeError
TypeError
TypeError
TypeError
[exit code 0]
