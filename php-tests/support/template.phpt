--TEST--
A sentence that says what holds, for example: a coroutine that returns closes its span as returned
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function () {
        echo "body\n";
    });
    PHP);
--EXPECT--
body
[exit code 0, same as bare]
- {closure}:2 returned, unset
