--TEST--
A coroutine goes on after the one that created it has ended, and stays its child
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    Spawner::create(function () {
        Spawner::create(function () {
            Coroutine::sleep(0.01);
            echo "child goes on\n";
            Spawner::create(function () { echo "grandchild\n"; });
        });
        echo "parent ends\n";
    });
    Swoole\Event::wait();
    PHP);
--EXPECT--
parent ends
child goes on
grandchild
[exit code 0, same as bare]
- {closure}:3 returned, unset
  - {closure}:4 returned, unset
    - {closure}:7 returned, unset
