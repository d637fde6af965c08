--TEST--
create() without arguments, with unknown names and with spread names fails as Swoole's does
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$calls = [
    'nothing' => fn () => TracedCoroutine::create(),
    'unknown name' => fn () => TracedCoroutine::create(fn () => 1, unknown: 1),
    'spread names' => fn () => TracedCoroutine::create(fn ($a) => 1, ...['a' => 1]),
];
foreach ($calls as $what => $call) {
    try {
        $call();
        echo "!! $what accepted\n";
    } catch (Throwable $error) {
        echo get_class($error), ': ', in_words_of_php82($error->getMessage()), "\n";
    }
}
TracedCoroutine::create(func: function () { echo "by its own name\n"; });
print_spans();
--EXPECT--
ArgumentCountError: TracedCoroutine::create() expects at least 1 argument, 0 given
ArgumentCountError: TracedCoroutine::create() does not accept unknown named parameters
ArgumentCountError: TracedCoroutine::create() does not accept unknown named parameters
by its own name
- {closure}:17 returned, unset
