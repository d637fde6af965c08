--TEST--
An error of the program's own in a defer is fatal, also where it says what PHP says of an uncaught exception
--DESCRIPTION--
It was taken for an exception that the defer had caught.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

ob_start(static fn (string $output): string => str_replace(scratch() . '/', '', $output));
foreach (['"Uncaught "', '"Uncaught $e\n  thrown"'] as $message) {
    compare_with_bare(<<<PHP
        <?php
        Spawner::create(function () {
            Swoole\Coroutine::defer(function () {
                try { throw new Exception('caught'); } catch (Exception \$e) { trigger_error($message, E_USER_ERROR); }
            });
        });
        PHP, ['fatal_error_backtraces' => '0']);
}
--EXPECT--

Fatal error: Uncaught  in program.php on line 4
[exit code 255, same as bare]
- {closure}:2 fatal, error, E_USER_ERROR, "Uncaught "
    ! exception E_USER_ERROR: Uncaught 

Fatal error: Uncaught Exception: caught in program.php:4
Stack trace:
#0 [internal function]: {closure}(NULL)
#1 {main}
  thrown in program.php on line 4
[exit code 255, same as bare]
- {closure}:2 fatal, error, E_USER_ERROR, "Uncaught Exception: caught in program.php:4
Stack trace:
#0 [internal function]: {closure}(NULL)
#1 {main}
  thrown"
    ! exception E_USER_ERROR: Uncaught Exception: caught in program.php:4
Stack trace:
#0 [internal function]: {closure}(NULL)
#1 {main}
  thrown
