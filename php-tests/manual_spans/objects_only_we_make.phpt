--TEST--
Spans, scopes and contexts come from the API only: new, clone, serialize() and unserialize() make none
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$span = TracedCoroutine::startSpan('span');
$objects = [$span, $span->getContext(), $span->activate()];
foreach ($objects as $object) {
    $class = $object::class;
    foreach ([
        'new' => fn () => new $class(),
        'reflection' => fn () => (new ReflectionClass($class))->newInstanceWithoutConstructor(),
        'clone' => fn () => clone $object,
        'serialize' => fn () => serialize($object),
        'unserialize' => fn () => unserialize('O:' . strlen($class) . ":\"$class\":0:{}"),
    ] as $what => $make) {
        try {
            $made = $make();
            echo "!! $what made a ", get_debug_type($made), "\n";
        } catch (Throwable $error) {
            echo "$what: ", $error->getMessage(), "\n";
        }
    }
}
$span->end();
print_spans();
--EXPECT--
new: Cannot make a TracedCoroutine\Span with new: use TracedCoroutine::startSpan()
reflection: Class TracedCoroutine\Span is an internal class marked as final that cannot be instantiated without invoking its constructor
clone: Trying to clone an uncloneable object of class TracedCoroutine\Span
serialize: Serialization of 'TracedCoroutine\Span' is not allowed
unserialize: Unserialization of 'TracedCoroutine\Span' is not allowed
new: Cannot make a TracedCoroutine\SpanContext with new: use TracedCoroutine::extract() or TracedCoroutine\Span::getContext()
reflection: Class TracedCoroutine\SpanContext is an internal class marked as final that cannot be instantiated without invoking its constructor
clone: Trying to clone an uncloneable object of class TracedCoroutine\SpanContext
serialize: Serialization of 'TracedCoroutine\SpanContext' is not allowed
unserialize: Unserialization of 'TracedCoroutine\SpanContext' is not allowed
new: Cannot make a TracedCoroutine\Scope with new: use TracedCoroutine\Span::activate()
reflection: Class TracedCoroutine\Scope is an internal class marked as final that cannot be instantiated without invoking its constructor
clone: Trying to clone an uncloneable object of class TracedCoroutine\Scope
serialize: Serialization of 'TracedCoroutine\Scope' is not allowed
unserialize: Unserialization of 'TracedCoroutine\Scope' is not allowed
- [span] unset
