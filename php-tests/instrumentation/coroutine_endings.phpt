--TEST--
However an instrumented coroutine ends, its outcome is that of TracedCoroutine::create(), and the program says what it says untraced
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

const ENDINGS = [
    'exception' => 'throw new LogicException("thrown");',
    'exit' => 'exit(3);',
    'suspended' => 'Swoole\Coroutine::suspend();',
    'memory limit' => 'ini_set("memory_limit", "32M"); $text = str_repeat("x", 64 << 20);',
    'fatal error' => 'eval("class A extends Closure {}");',
];
foreach (ENDINGS as $name => $code) {
    echo "== $name\n";
    compare_with_uninstrumented(<<<PHP
        <?php
        go(function () {
            go(function () {
                Swoole\Coroutine::sleep(0.001);
                $code
            });
            Swoole\Coroutine::sleep(0.005);
        });
        Swoole\Event::wait();
        PHP, ['traced_coroutine.instrument' => 'all', 'traced_coroutine.instrument_orphans' => '1']);
}
--EXPECT--
== exception
Fatal error: Uncaught LogicException: thrown in program.php:5
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 5
[exit code 255, same as without the extension]
- {closure}:2 abandoned, unset
  - {closure}:3 exception, error, LogicException, "thrown"
      ! exception LogicException: thrown
== exit
Fatal error: Uncaught Swoole\ExitException: swoole exit in program.php:5
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 5
[exit code 255, same as without the extension]
- {closure}:2 abandoned, unset
  - {closure}:3 exit, error, exit status 3, Swoole\ExitException, "exit status 3"
== suspended
=================================================================
  [FATAL ERROR]: all coroutines (count: 1) are asleep - deadlock!
 =================================================================

  [Coroutine-2]
 -----------------------------------------------------------------
#0 program.php(5): Swoole\Coroutine::suspend()
#1 [internal function]: {closure}()

 =================================================================
[exit code 0, same as without the extension]
- {closure}:2 returned, unset
  - {closure}:3 abandoned, unset
== memory limit
Fatal error: Allowed memory size of 33554432 bytes exhausted (tried to allocate 67112960 bytes) in program.php on line 5
[exit code 255, same as without the extension]
- {closure}:2 abandoned, unset
  - {closure}:3 fatal, error, E_ERROR, "Allowed memory size of 33554432 bytes exhausted (tried to allocate 67112960 bytes)"
      ! exception E_ERROR: Allowed memory size of 33554432 bytes exhausted (tried to allocate 67112960 bytes)
== fatal error
Fatal error: Class A cannot extend final class Closure in program.php(5) : eval()'d code on line 1
[exit code 255, same as without the extension]
- {closure}:2 abandoned, unset
  - {closure}:3 fatal, error, E_COMPILE_ERROR, "Class A cannot extend final class Closure"
      ! exception E_COMPILE_ERROR: Class A cannot extend final class Closure
