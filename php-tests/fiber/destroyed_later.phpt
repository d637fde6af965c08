--TEST--
A fiber that is let go is abandoned at that moment, not at the end of the process
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

$spans = compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function () {
        $GLOBALS['fiber'] = Fiber::getCurrent();
        try {
            Fiber::suspend();
        } finally {
            echo "finally\n";
        }
    });
    echo "held\n";
    unset($fiber, $GLOBALS['fiber']);
    echo "let go\n";
    Spawner::create('after');
    function after(): void {}
    PHP);
usort($spans, static fn (array $one, array $other): int => $one['start_time_unix_nano'] <=> $other['start_time_unix_nano']);
echo $spans[0]['end_time_unix_nano'] <= $spans[1]['start_time_unix_nano'] ? "before the next one\n" : "not before the next one\n";
--EXPECT--
held
finally
let go
[exit code 0, same as bare]
- {closure}:2 abandoned, unset
- after:14 returned, unset
before the next one
