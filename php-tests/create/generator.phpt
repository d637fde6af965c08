--TEST--
A body that is a generator function is created and never run
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function () { echo "never\n"; yield 1; });
    Spawner::create(function () { foreach ((function () { yield 1; Swoole\Coroutine::sleep(0.001); yield 2; })() as $x) { echo "$x\n"; } });
    Swoole\Event::wait();
    PHP);
--EXPECT--
1
2
[exit code 0, same as bare]
- {closure}:2 returned, unset
- {closure}:3 returned, unset
