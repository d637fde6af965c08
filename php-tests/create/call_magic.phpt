--TEST--
A method that only __call answers meets what Swoole makes of it
--DESCRIPTION--
Swoole 6.2.2 ends the process with a fatal error, and so does the same call traced.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    class Magic
    {
        public function __call(string $name, array $arguments): void { echo "never\n"; }
    }
    register_shutdown_function(function () { echo "shutdown\n"; });
    Spawner::create([new Magic(), 'anything'], 1);
    echo "never\n";
    PHP);
--EXPECT--

Fatal error: Spawner::create(): invalid function call info cache in program.php on line 7
shutdown
[exit code 255, same as bare]
(no spans)
