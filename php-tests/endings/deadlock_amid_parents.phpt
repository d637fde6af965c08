--TEST--
Only what is suspended is abandoned: what returned around it and inside it is not
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    function grandchild(): void {}
    function child(): void
    {
        Spawner::create('grandchild');
        Coroutine::yield();
    }
    function parent_of_all(): void { Spawner::create('child'); }
    Spawner::create('parent_of_all');
    PHP);
--EXPECT--

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0

 =================================================================
  [FATAL ERROR]: all coroutines (count: 1) are asleep - deadlock!
 =================================================================

  [Coroutine-2]
 -----------------------------------------------------------------
#0 program.php(7): Swoole\Coroutine::yield()
#1 [internal function]: child()

 =================================================================
[exit code 0, same as bare]
- parent_of_all:9 returned, unset
  - child:4 abandoned, unset
    - grandchild:3 returned, unset
