--TEST--
An exception after a suspension comes out of resume()
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
        Fiber::suspend();
        throw new LogicException('later');
    });
    try {
        $fiber->resume();
    } catch (LogicException $caught) {
        echo $caught->getMessage(), "\n", $caught->getTraceAsString(), "\n";
    }
    PHP);
--EXPECT--
later
#0 [internal function]: {closure}()
#1 program.php(8): Fiber->resume()
#2 {main}
[exit code 0, same as bare]
- {closure}:2 exception, error, LogicException, "later"
    ! exception LogicException: later
