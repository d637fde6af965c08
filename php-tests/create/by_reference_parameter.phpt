--TEST--
A by-reference parameter gets a copy, with the warning that Swoole gives
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    $outside = 1;
    Spawner::create(function (int &$x, array &...$rest): void { $x++; $rest[0][] = 2; echo "$x ", count($rest[0]), "\n"; }, $outside, [1]);
    echo "$outside\n";
    PHP);
--EXPECT--

Warning: {closure}(): Argument #1 ($x) must be passed by reference, value given in Unknown on line 0

Warning: {closure}(): Argument #2 must be passed by reference, value given in Unknown on line 0
2 2
1

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0
[exit code 0, same as bare]
- {closure}:3 returned, unset
