--TEST--
With enabled=0 the program is that without the extension, whatever the other settings say
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function () { Spawner::create(function () { echo "inner\n"; }); throw new Exception('outer'); });
    PHP, [], ['traced_coroutine.enabled' => '0']);
--EXPECTF--
Fatal error: Uncaught Exception: outer in program.php:2
Stack trace:
#0 [internal function]: {closure}()
#%d %S{main}%A
[exit code 255, same as bare]
(no spans)
