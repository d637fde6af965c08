--TEST--
max_execution_time inside a fiber is fatal
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
        set_time_limit(1);
        while (true) {
        }
    });
    PHP);
--EXPECT--

Fatal error: Maximum execution time of 1 second exceeded in program.php on line 4
[exit code 255, same as bare]
- {closure}:2 fatal, error, E_ERROR, "Maximum execution time of 1 second exceeded"
    ! exception E_ERROR: Maximum execution time of 1 second exceeded
