--TEST--
The body gets its arguments by the rules of a call from inside PHP, strict_types or not
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    declare(strict_types=1);
    Spawner::create(function (int $x) { var_dump($x); }, '12');
    Spawner::create('str_repeat', 'x', '3');
    PHP);
--EXPECT--
int(12)

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0
[exit code 0, same as bare]
- {closure}:3 returned, unset
- str_repeat returned, unset
