--TEST--
A call to an undefined function is an exception of class Error
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function () {
        Swoole\Coroutine::sleep(0.001);
        no_such_function();
    });
    Swoole\Event::wait();
    PHP);
--EXPECT--

Fatal error: Uncaught Error: Call to undefined function no_such_function() in program.php:4
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 4
[exit code 255, same as bare]
- {closure}:2 exception, error, Error, "Call to undefined function no_such_function()"
    ! exception Error: Call to undefined function no_such_function()
