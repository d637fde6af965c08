--TEST--
What is left of the program's objects is not read after its request
--DESCRIPTION--
At module end a server was looked for among them. PHP does not free its table of objects one by one then, but all memory at once, so
that a thread-safe PHP ended with a segmentation fault.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    class Kept { public static array $all = []; }
    final class Small extends Kept {}
    for ($number = 0; $number < 300_000; $number++) {
        Kept::$all[] = new Small;
    }
    function works(): void { echo "works\n"; }
    Spawner::create('works');
    Swoole\Event::wait();
    PHP);
--EXPECT--
works
[exit code 0, same as bare]
- works:7 returned, unset
