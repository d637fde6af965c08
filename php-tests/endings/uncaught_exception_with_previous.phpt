--TEST--
The stack trace of an exception names its previous exceptions, as PHP prints them
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

$spans = compare_with_bare(<<<'PHP'
    <?php
    function inner(): never { throw new LogicException("no\nnewline is lost", 3); }
    function outer(): never
    {
        try {
            inner();
        } catch (LogicException $previous) {
            throw new RuntimeException('outer', 7, $previous);
        }
    }
    Spawner::create('outer');
    PHP);
echo in_words_of_php82(comparable($spans[0]['events'][0]['attributes']['exception.stacktrace'])), "\n";
--EXPECT--

Fatal error: Uncaught LogicException: no
newline is lost in program.php:2
Stack trace:
#0 program.php(6): inner()
#1 [internal function]: outer()
#2 {main}

Next RuntimeException: outer in program.php:8
Stack trace:
#0 [internal function]: outer()
#1 {main}
  thrown in program.php on line 8
[exit code 255, same as bare]
- outer:3 exception, error, RuntimeException, "outer"
    ! exception RuntimeException: outer
LogicException: no
newline is lost in program.php:2
Stack trace:
#0 program.php(6): inner()
#1 [internal function]: outer()
#2 {main}

Next RuntimeException: outer in program.php:8
Stack trace:
#0 [internal function]: outer()
#1 {main}
