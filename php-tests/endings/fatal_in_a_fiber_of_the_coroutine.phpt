--TEST--
A fatal error in a fiber of the program's own ends the coroutine that it runs in
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_stop_hook('no defer runs after a fatal error');
not_under_valgrind('without the Zend allocator there is no memory limit');
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function () {
        // With something current the fiber has a context of its own.
        (new Fiber(function () { str_repeat('x', 100_000_000); }))->start();
    });
    PHP, ['memory_limit' => '32M']);
--EXPECT--

Fatal error: Allowed memory size of 33554432 bytes exhausted (tried to allocate 100003840 bytes) in program.php on line 4
[exit code 255, same as bare]
- {closure}:2 fatal, error, E_ERROR, "Allowed memory size of 33554432 bytes exhausted (tried to allocate 100003840 bytes)"
    ! exception E_ERROR: Allowed memory size of 33554432 bytes exhausted (tried to allocate 100003840 bytes)
