--TEST--
Reflection names the types that are accepted, also where one of them is false or there are several
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
foreach ([
    [TracedCoroutine\SpanOptions::class, '__construct', 'parent'],
    [TracedCoroutine\Span::class, 'setAttribute', 'value'],
] as [$class, $method, $name]) {
    $type = (new ReflectionParameter([$class, $method], $name))->getType();
    $types = array_map(strval(...), $type->getTypes());
    sort($types);
    echo "$method(\$$name): ", implode('|', $types), "\n";
}
foreach (['create', 'start'] as $method) {
    echo "$method(): ", (new ReflectionMethod(TracedCoroutine::class, $method))->getReturnType(), "\n";
}
echo '$parent: ', (new ReflectionProperty(TracedCoroutine\SpanOptions::class, 'parent'))->getType(), "\n";

// What is reflected is what is taken.
$span = TracedCoroutine::startSpan('span');
foreach ([null, false, $span->getContext(), true, 0, $span] as $parent) {
    try {
        new TracedCoroutine\SpanOptions(parent: $parent);
        echo get_debug_type($parent), " is a parent\n";
    } catch (TypeError $error) {
        echo $error->getMessage(), "\n";
    }
}
foreach (['s', 1, 1.5, true, ['list'], new Exception('is Stringable'), null, $span] as $value) {
    try {
        $span->setAttribute('key', $value);
        echo get_debug_type($value), " is a value\n";
    } catch (TypeError $error) {
        echo $error->getMessage(), "\n";
    }
}
--EXPECT--
__construct($parent): TracedCoroutine\SpanContext|false|null
setAttribute($value): Stringable|array|bool|float|int|string
create(): int|false
start(): int|false
$parent: TracedCoroutine\SpanContext|false|null
null is a parent
bool is a parent
TracedCoroutine\SpanContext is a parent
TracedCoroutine\SpanOptions::__construct(): Argument #5 ($parent) must be of type TracedCoroutine\SpanContext|false|null, bool given
TracedCoroutine\SpanOptions::__construct(): Argument #5 ($parent) must be of type TracedCoroutine\SpanContext|false|null, int given
TracedCoroutine\SpanOptions::__construct(): Argument #5 ($parent) must be of type TracedCoroutine\SpanContext|false|null, TracedCoroutine\Span given
string is a value
int is a value
float is a value
bool is a value
array is a value
Exception is a value
TracedCoroutine\Span::setAttribute(): Argument #2 ($value) must be of type string|int|float|bool or a list of one of them, null given
TracedCoroutine\Span::setAttribute(): Argument #2 ($value) must be of type string|int|float|bool or a list of one of them, TracedCoroutine\Span given
