--TEST--
Output buffers of a coroutine are its own, as they are bare
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    foreach (['a', 'b'] as $name) {
        Spawner::create(function () use ($name) {
            ob_start();
            echo "$name starts, ";
            Coroutine::sleep(0.001);
            echo "$name ends";
            echo strtoupper(ob_get_clean()), "\n";
        });
    }
    Swoole\Event::wait();
    PHP);
--EXPECT--
A STARTS, A ENDS
B STARTS, B ENDS
[exit code 0, same as bare]
- {closure}:4 returned, unset
- {closure}:4 returned, unset
