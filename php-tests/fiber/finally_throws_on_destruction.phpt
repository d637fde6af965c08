--TEST--
An exception from a finally block of a destroyed fiber surfaces as it does untraced
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
    try {
        Spawner::create(function () {
            try {
                Fiber::suspend();
            } finally {
                throw new LogicException('in finally');
            }
        });
    } catch (LogicException $exception) {
        echo $exception->getMessage(), "\n";
    }
    PHP);
--EXPECT--
in finally
[exit code 0, same as bare]
- {closure}:3 exception, error, LogicException, "in finally"
    ! exception LogicException: in finally
