--TEST--
create(), start(), trace() and wrap() take their arguments by name, and each names itself where it refuses them
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\SpanOptions;

function body(): void {}
TracedCoroutine::create(func: 'body');
TracedCoroutine::start(func: 'body', options: new SpanOptions('started'));
TracedCoroutine::trace(options: new SpanOptions(attributes: ['a' => 1]), func: 'body', name: 'traced');
TracedCoroutine::wrap(code: 'body', options: new SpanOptions('wrapped'), func: fn () => 1)();
TracedCoroutine::startSpan(options: new SpanOptions(), name: 'manual')->end();

$refused = [
    fn () => TracedCoroutine::create(),
    fn () => TracedCoroutine::create(callable: 'body'),
    fn () => TracedCoroutine::create(func: 'missing'),
    fn () => TracedCoroutine::create('missing', name: 1),
    fn () => TracedCoroutine::create('body', 1, name: 2),
    fn () => TracedCoroutine::create(func: 'body', param: [1]),
    fn () => TracedCoroutine::start(options: new SpanOptions()),
    fn () => TracedCoroutine::start(new SpanOptions(), func: 'missing'),
    fn () => TracedCoroutine::start(new SpanOptions(), 'missing', name: 1),
    fn () => TracedCoroutine::start(new SpanOptions(), 'body', 1, name: 2),
    fn () => TracedCoroutine::start(null, func: 'body'),
    fn () => TracedCoroutine::trace('name'),
    fn () => TracedCoroutine::trace('name', func: 'missing'),
    fn () => TracedCoroutine::trace('name', 'body', unknown: 1),
    fn () => TracedCoroutine::wrap(),
    fn () => TracedCoroutine::wrap(func: 'missing'),
];
foreach ($refused as $call) {
    try {
        $call();
        echo "!! accepted\n";
    } catch (Error $error) {
        echo $error::class, ': ', in_words_of_php82($error->getMessage()), "\n";
    }
}
print_spans();
--EXPECT--
ArgumentCountError: TracedCoroutine::create() expects at least 1 argument, 0 given
ArgumentCountError: TracedCoroutine::create() expects at least 1 argument, 0 given
TypeError: TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, function "missing" not found or invalid function name
TypeError: TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, function "missing" not found or invalid function name
ArgumentCountError: TracedCoroutine::create() does not accept unknown named parameters
ArgumentCountError: TracedCoroutine::create() does not accept unknown named parameters
ArgumentCountError: TracedCoroutine::start() expects at least 2 arguments, 1 given
TypeError: TracedCoroutine::start(): Argument #2 ($func) must be a valid callback, function "missing" not found or invalid function name
TypeError: TracedCoroutine::start(): Argument #2 ($func) must be a valid callback, function "missing" not found or invalid function name
ArgumentCountError: TracedCoroutine::start() does not accept unknown named parameters
TypeError: TracedCoroutine::start(): Argument #1 ($options) must be of type TracedCoroutine\SpanOptions, null given
ArgumentCountError: TracedCoroutine::trace() expects at least 2 arguments, 1 given
TypeError: TracedCoroutine::trace(): Argument #2 ($func) must be a valid callback, function "missing" not found or invalid function name
Error: Unknown named parameter $unknown
ArgumentCountError: TracedCoroutine::wrap() expects at least 1 argument, 0 given
TypeError: TracedCoroutine::wrap(): Argument #1 ($func) must be a valid callback, function "missing" not found or invalid function name
- body:5 returned, unset
- 'started' body:5 returned, unset
- [traced] unset
- [wrapped] unset
- [manual] unset
