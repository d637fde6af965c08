--TEST--
Coroutines that take turns keep their own parents
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole();
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    function leaf(string $name): void { Coroutine::sleep(0.001); echo "$name\n"; }
    function branch(string $name, float $pause): void
    {
        Coroutine::sleep($pause);
        Spawner::create('leaf', "$name.1");
        Coroutine::sleep($pause);
        Spawner::create('leaf', "$name.2");
    }
    Spawner::create('branch', 'a', 0.05);
    Spawner::create('branch', 'b', 0.08);
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
