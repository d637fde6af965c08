--TEST--
Arguments by name, and errors about arguments, are those of Swoole\Coroutine::create(), with our name in them
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('5.0', 'the names of its parameters');
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

final class Hidden { private function method(): void {} }
function body(mixed ...$given): void { $GLOBALS['ran'] = 'runs with ' . json_encode($given) . ', '; }

/** Whether the body runs, and with what; and the call's answer or error. A coroutine has output buffers of its own. */
function answer(Closure $call, string $class): string
{
    $GLOBALS['ran'] = '';
    try {
        $answer = get_debug_type($call($class));
    } catch (Error $error) {
        $answer = $error::class . ': ' . $error->getMessage();
    }
    return $GLOBALS['ran'] . $answer;
}

$calls = [
    fn (string $class) => $class::create(func: 'body'),
    fn (string $class) => $class::create(...['func' => 'body']),
    fn (string $class) => $class::create(func: fn () => body(1)),
    fn (string $class) => (new ReflectionMethod($class, 'create'))->invoke(null, func: 'body'),
    fn (string $class) => $class::create(func: 'body', param: 1),
    fn (string $class) => $class::create(func: 'body', param: [1]),
    fn (string $class) => $class::create(param: 1, func: 'body'),
    fn (string $class) => $class::create('body', 1, two: 2),
    fn (string $class) => $class::create('body', ...['a' => 1]),
    fn (string $class) => $class::create('body', ...[1, 2]),
    fn (string $class) => $class::create(callable: 'body'),
    fn (string $class) => $class::create('body', func: 'body'),
    fn (string $class) => $class::create(func: 'missing'),
    fn (string $class) => $class::create('missing', two: 2),
    fn (string $class) => $class::create(func: [new Hidden(), 'method']),
    fn (string $class) => $class::create(func: null),
    fn (string $class) => $class::create(),
];
foreach ($calls as $call) {
    $bare = answer($call, Swoole\Coroutine::class);
    $traced = answer($call, TracedCoroutine::class);
    $expected = str_replace('Swoole\Coroutine::create()', 'TracedCoroutine::create()', $bare);
    echo $traced === $expected ? in_words_of_php82("$traced\n") : "!! $traced\n!! bare: $bare\n";
}
echo TracedCoroutine::stats()['started'], " started\n";
--EXPECT--
runs with [], int
runs with [], int
runs with [1], int
runs with [], int
ArgumentCountError: TracedCoroutine::create() does not accept unknown named parameters
ArgumentCountError: TracedCoroutine::create() does not accept unknown named parameters
ArgumentCountError: TracedCoroutine::create() does not accept unknown named parameters
ArgumentCountError: TracedCoroutine::create() does not accept unknown named parameters
ArgumentCountError: TracedCoroutine::create() does not accept unknown named parameters
runs with [1,2], int
ArgumentCountError: TracedCoroutine::create() expects at least 1 argument, 0 given
Error: Named parameter $func overwrites previous argument
TypeError: TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, function "missing" not found or invalid function name
TypeError: TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, function "missing" not found or invalid function name
TypeError: TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, cannot access private method Hidden::method()
TypeError: TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, no array or string given
ArgumentCountError: TracedCoroutine::create() expects at least 1 argument, 0 given
5 started
