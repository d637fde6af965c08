--TEST--
max_execution_time closes the span as fatal
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    register_shutdown_function(function () { echo "shutdown\n"; });
    Spawner::create(function () {
        Swoole\Coroutine::defer(function () { echo "never\n"; });
        set_time_limit(1);
        try {
            while (true) {
            }
        } finally {
            echo "never\n";
        }
    });
    PHP);
--EXPECT--

Fatal error: Maximum execution time of 1 second exceeded in program.php on line 7
shutdown
[exit code 255, same as bare]
- {closure}:3 fatal, error, E_ERROR, "Maximum execution time of 1 second exceeded"
    ! exception E_ERROR: Maximum execution time of 1 second exceeded
