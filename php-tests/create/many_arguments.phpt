--TEST--
Hundreds of arguments arrive, in order and with their types
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    $arguments = array_merge(range(1, 500), [null, false, 1.5, 'text', [1, 'k' => 2], new stdClass()]);
    Spawner::create(function (mixed ...$all) use ($arguments): void {
        Swoole\Coroutine::sleep(0.001);
        var_dump($all === $arguments, func_num_args());
    }, ...$arguments);
    Swoole\Event::wait();
    PHP);
--EXPECT--
bool(true)
int(506)
[exit code 0, same as bare]
- {closure}:3 returned, unset
