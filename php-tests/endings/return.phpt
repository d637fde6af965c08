--TEST--
A coroutine that returns is closed as returned; its defers run inside the span and get its return value
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

$spans = compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function (string $greeting) {
        Swoole\Coroutine::defer(function ($value) {
            Swoole\Coroutine::sleep(0.02);
            echo "defer registered first: $value\n";
        });
        Swoole\Coroutine::defer(function ($value) { echo "defer registered last: $value\n"; });
        try {
            echo "$greeting\n";
            return 42;
        } finally {
            echo "finally\n";
        }
    }, 'hello');
    Swoole\Event::wait();
    PHP);
echo $spans[0]['end_time_unix_nano'] - $spans[0]['start_time_unix_nano'] >= 20_000_000 ? "the sleep of the last defer is inside\n" : "the defers are not inside\n";
--EXPECT--
hello
finally
defer registered last: 42
defer registered first: 42
[exit code 0, same as bare]
- {closure}:2 returned, unset
the sleep of the last defer is inside
