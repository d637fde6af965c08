--TEST--
An uncaught exception makes the span an error with one exception event
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    register_shutdown_function(function () { echo "shutdown\n"; });
    function fails(): never
    {
        Swoole\Coroutine::defer(function () { echo "defer\n"; });
        try {
            throw new RuntimeException('disk full');
        } finally {
            echo "finally\n";
        }
    }
    Spawner::create(function () { Spawner::create('fails'); });
    PHP);
--EXPECT--
finally

Fatal error: Uncaught RuntimeException: disk full in program.php:7
Stack trace:
#0 [internal function]: fails()
#1 {main}
  thrown in program.php on line 7
defer
shutdown
[exit code 255, same as bare]
- {closure}:12 abandoned, unset
  - fails:3 exception, error, RuntimeException, "disk full"
      ! exception RuntimeException: disk full
