--TEST--
Coroutines that are suspended when the process ends are abandoned, with the place where they waited
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

$spans = compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    register_shutdown_function(function () { echo "shutdown\n"; });
    function waits_for_ever(): void
    {
        Coroutine::defer(function () { echo "never\n"; });
        try {
            Coroutine::yield();
        } finally {
            echo "never\n";
        }
    }
    Spawner::create('waits_for_ever');
    PHP);
$attributes = $spans[0]['attributes'];
echo basename($attributes['coroutine.suspended.file']), ':', $attributes['coroutine.suspended.line'], "\n";
--EXPECT--
shutdown

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0

 =================================================================
  [FATAL ERROR]: all coroutines (count: 1) are asleep - deadlock!
 =================================================================

  [Coroutine-1]
 -----------------------------------------------------------------
#0 program.php(8): Swoole\Coroutine::yield()
#1 [internal function]: waits_for_ever()

 =================================================================
[exit code 0, same as bare]
- waits_for_ever:4 abandoned, unset
program.php:8
