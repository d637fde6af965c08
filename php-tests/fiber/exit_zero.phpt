--TEST--
exit() inside a fiber closes its span with outcome exit and ends the program
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
        try {
            exit('bye');
        } finally {
            echo "never\n";
        }
    });
    echo "never\n";
    PHP);
--EXPECT--
byeshutdown
[exit code 0, same as bare]
- {closure}:3 exit, unset, exit status 0
