--TEST--
An exception that the holder throws into the fiber can be caught there
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
    Spawner::create(function () {
        $GLOBALS['fiber'] = Fiber::getCurrent();
        try {
            Fiber::suspend();
        } catch (DomainException $thrown) {
            echo $thrown->getMessage(), "\n";
        }
    });
    $fiber->throw(new DomainException('from outside'));
    Spawner::create(function () { $GLOBALS['fiber'] = Fiber::getCurrent(); Fiber::suspend(); });
    try {
        $fiber->throw(new DomainException('goes through'));
    } catch (DomainException) {
        echo "went through\n";
    }
    PHP);
--EXPECT--
from outside
went through
[exit code 0, same as bare]
- {closure}:2 returned, unset
- {closure}:11 exception, error, DomainException, "goes through"
    ! exception DomainException: goes through
