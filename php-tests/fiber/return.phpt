--TEST--
A fiber that returns is closed as returned, also where it was suspended in between
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
    $ids[] = Spawner::create(function (string $greeting) { echo "$greeting\n"; return 42; }, 'hello');
    $ids[] = Spawner::create(function () {
        $GLOBALS['fiber'] = Fiber::getCurrent();
        try {
            echo Fiber::suspend('ignored'), "\n";
        } finally {
            echo "finally\n";
        }
    });
    echo "outside\n";
    $fiber->resume('resumed');
    var_dump($ids, $fiber->isTerminated());
    PHP);
--EXPECT--
hello
outside
resumed
finally
array(2) {
  [0]=>
  int(1)
  [1]=>
  int(2)
}
bool(true)
[exit code 0, same as bare]
- {closure}:2 returned, unset
- {closure}:3 returned, unset
