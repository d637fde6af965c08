--TEST--
E_USER_ERROR inside a fiber is fatal; the one around it did not fail
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
    register_shutdown_function(function () { echo "shutdown\n"; });
    Spawner::create(function () {
        Spawner::create(function () { trigger_error('no way on', E_USER_ERROR); });
    });
    PHP);
--EXPECT--

Fatal error: no way on in program.php on line 4
shutdown
[exit code 255, same as bare]
- {closure}:3 abandoned, unset
  - {closure}:4 fatal, error, E_USER_ERROR, "no way on"
      ! exception E_USER_ERROR: no way on
