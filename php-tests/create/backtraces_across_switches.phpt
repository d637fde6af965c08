--TEST--
Backtraces taken from inside and from outside look as they do bare
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    function deep(int $n, callable $then): void { $n ? deep($n - 1, $then) : $then(); }
    $id = Spawner::create(function (int $x) {
        deep(2, function () {
            debug_print_backtrace();
            Coroutine::yield();
            echo (new Exception())->getTraceAsString(), "\n";
        });
    }, 5);
    echo "from outside\n";
    Coroutine::printBackTrace($id);
    echo count(Coroutine::getBackTrace($id)), "\n";
    Coroutine::resume($id);
    PHP);
--EXPECT--
#0 program.php(3): {closure}()
#1 program.php(3): deep(0, Object(Closure))
#2 program.php(3): deep(1, Object(Closure))
#3 program.php(5): deep(2, Object(Closure))
#4 [internal function]: {closure}(5)
from outside
#0 program.php(7): Swoole\Coroutine::yield()
#1 program.php(3): {closure}()
#2 program.php(3): deep(0, Object(Closure))
#3 program.php(3): deep(1, Object(Closure))
#4 program.php(5): deep(2, Object(Closure))
#5 [internal function]: {closure}(5)
6
#0 program.php(3): {closure}()
#1 program.php(3): deep(0, Object(Closure))
#2 program.php(3): deep(1, Object(Closure))
#3 program.php(5): deep(2, Object(Closure))
#4 [internal function]: {closure}(5)
#5 {main}

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0
[exit code 0, same as bare]
- {closure}:4 returned, unset
