--TEST--
The memory limit inside a fiber closes its span as fatal with the engine's message
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
not_under_valgrind('without the Zend allocator there is no memory limit');
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    register_shutdown_function(function () { echo "shutdown\n"; });
    Spawner::create(function () {
        $GLOBALS['fiber'] = Fiber::getCurrent();
        Fiber::suspend();
        try {
            str_repeat('x', 100_000_000);
        } finally {
            echo "never\n";
        }
    });
    $fiber->resume();
    PHP, ['memory_limit' => '32M']);
--EXPECT--

Fatal error: Allowed memory size of 33554432 bytes exhausted (tried to allocate 100003840 bytes) in program.php on line 7
shutdown
[exit code 255, same as bare]
- {closure}:3 fatal, error, E_ERROR, "Allowed memory size of 33554432 bytes exhausted (tried to allocate 100003840 bytes)"
    ! exception E_ERROR: Allowed memory size of 33554432 bytes exhausted (tried to allocate 100003840 bytes)
