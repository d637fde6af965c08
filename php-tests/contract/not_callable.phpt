--TEST--
A value that is not callable is a TypeError that says why, and starts no span
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

class Something { private function hidden(): void {} public function inst(): void {} }
foreach (['nope', ['Something', 'inst'], [new Something(), 'hidden'], [new Something(), 'none'], 'Something::none', 42, null, []] as $bad) {
    try {
        TracedCoroutine::create($bad);
        echo "!! accepted\n";
    } catch (TypeError $error) {
        echo $error->getMessage(), "\n";
    }
}
var_dump(TracedCoroutine::stats()['started']);
--EXPECT--
TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, function "nope" not found or invalid function name
TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, non-static method Something::inst() cannot be called statically
TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, cannot access private method Something::hidden()
TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, class Something does not have a method "none"
TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, class Something does not have a method "none"
TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, no array or string given
TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, no array or string given
TracedCoroutine::create(): Argument #1 ($func) must be a valid callback, array callback must have exactly two members
int(0)
