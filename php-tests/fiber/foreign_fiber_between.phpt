--TEST--
A fiber of the program's own between traced ones hides no parent
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
    function top(): void { (new Fiber(function () { Spawner::create('bottom'); }))->start(); }
    function bottom(): void { echo "bottom\n"; }
    Spawner::create('top');
    PHP);
--EXPECT--
bottom
[exit code 0, same as bare]
- top:2 returned, unset
  - bottom:3 returned, unset
