--TEST--
A loop of the program's own may hold and resume the fibers in any order
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    final class Loop
    {
        public static array $ready = [];
        public static function pause(): void { self::$ready[] = Fiber::getCurrent(); Fiber::suspend(); }
        public static function run(): void { while ($fiber = array_shift(self::$ready)) { $fiber->resume(); } }
    }
    function task(string $name, int $turns): void
    {
        for ($turn = 1; $turn <= $turns; $turn++) {
            echo "$name$turn ";
            Loop::pause();
        }
        if ($name === 'a') {
            Spawner::create('task', 'child', 1);
        }
    }
    Spawner::create('task', 'a', 2);
    Spawner::create('task', 'b', 3);
    Loop::run();
    echo "\n";
    PHP);
--EXPECT--
a1 b1 a2 b2 child1 b3
[exit code 0, same as bare]
- task:8 returned, unset
  - task:8 returned, unset
- task:8 returned, unset
