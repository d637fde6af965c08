--TEST--
The memory limit closes the span as fatal with the engine's message, and those around it as abandoned
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('without the Zend allocator there is no memory limit');
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    register_shutdown_function(function () { echo "shutdown\n"; });
    function hog(): void
    {
        Coroutine::defer(function () { echo "never\n"; });
        try {
            str_repeat('x', 100_000_000);
        } finally {
            echo "never\n";
        }
    }
    Spawner::create(function () {
        Coroutine::sleep(0.001);
        Spawner::create('hog');
    });
    Spawner::create(function () { Coroutine::sleep(60); });
    Swoole\Event::wait();
    PHP, ['memory_limit' => '32M']);
--EXPECT--

Fatal error: Allowed memory size of 33554432 bytes exhausted (tried to allocate 100003840 bytes) in program.php on line 8
shutdown
[exit code 255, same as bare]
- {closure}:13 abandoned, unset
  - hog:4 fatal, error, E_ERROR, "Allowed memory size of 33554432 bytes exhausted (tried to allocate 100003840 bytes)"
      ! exception E_ERROR: Allowed memory size of 33554432 bytes exhausted (tried to allocate 100003840 bytes)
- {closure}:17 abandoned, unset
