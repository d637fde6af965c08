--TEST--
Named arguments of a wrapped closure reach what it wraps
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$subtract = TracedCoroutine::wrap(fn (int $a, int $b) => $a - $b);
try {
    var_dump($subtract(b: 1, a: 5), $subtract(5, b: 2));
} catch (Error $error) {
    echo get_class($error), ': ', $error->getMessage(), "\n";
}
--EXPECT--
int(4)
int(3)
