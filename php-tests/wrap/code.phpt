--TEST--
wrap() takes the code that names the span, for a callable that only wraps it
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function work(): void {}
$wrapper = static fn (): mixed => work();
foreach ([TracedCoroutine::wrap($wrapper), TracedCoroutine::wrap($wrapper, null, 'work')] as $closure) {
    extension_loaded('swoole') ? Swoole\Coroutine::create($closure) : (new Fiber($closure))->start();
}
print_spans();
--EXPECT--
- {closure}:5 returned, unset
- work:4 returned, unset
