--TEST--
Where Swoole refuses, create() returns false with its warning and leaves no span open
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    Coroutine::set(['max_coroutine' => 3]);
    function sleeper(): void { Coroutine::sleep(0.001); }
    Spawner::create(function () {
        foreach (range(1, 4) as $turn) {
            echo json_encode(Spawner::create('sleeper')), "\n";
        }
    });
    Swoole\Event::wait();
    echo json_encode(Spawner::create('sleeper')), "\n";
    Swoole\Event::wait();
    PHP);
--EXPECT--
2
3

Warning: Spawner::create(): exceed max number of coroutine 3 in program.php on line 7
false

Warning: Spawner::create(): exceed max number of coroutine 3 in program.php on line 7
false
4
[exit code 0, same as bare]
- {closure}:5 returned, unset
  - sleeper:4 returned, unset
  - sleeper:4 returned, unset
- sleeper:4 returned, unset
