--TEST--
Coroutines that take turns keep their own parents
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    function leaf(string $name): void { Coroutine::yield(); echo "$name\n"; }
    function branch(string $name): void
    {
        global $leaves;
        Coroutine::yield();
        $leaves[] = Spawner::create('leaf', "$name.1");
        Coroutine::yield();
        $leaves[] = Spawner::create('leaf', "$name.2");
    }
    $leaves = [];
    $branches = [Spawner::create('branch', 'a'), Spawner::create('branch', 'b')];
    foreach ([...$branches, ...$branches] as $branch) {
        Coroutine::resume($branch);
    }
    foreach ($leaves as $leaf) {
        Coroutine::resume($leaf);
    }
    Swoole\Event::wait();
    PHP);
--EXPECT--
a.1
b.1
a.2
b.2
[exit code 0, same as bare]
- branch:4 returned, unset
  - leaf:3 returned, unset
  - leaf:3 returned, unset
- branch:4 returned, unset
  - leaf:3 returned, unset
  - leaf:3 returned, unset
