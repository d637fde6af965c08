--TEST--
A call to a database that fails needs none of the program's memory to say so
--DESCRIPTION--
The text of the exception was made and thrown away: a copy of a long message did not fit into memory_limit.
--EXTENSIONS--
pdo
pdo_sqlite
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

$spans = compare_with_uninstrumented(<<<'PHP'
    <?php
    ini_set('memory_limit', '40M');
    // PHP 8.5 would say that sqliteCreateFunction() is deprecated.
    error_reporting(E_ALL & ~E_DEPRECATED);
    $pdo = new PDO('sqlite::memory:');
    $pdo->sqliteCreateFunction('fail', function () { throw new RuntimeException(str_repeat('x', 20 << 20)); });
    try {
        @$pdo->query('SELECT fail()');
    } catch (RuntimeException $caught) {
        echo strlen($caught->getMessage()), "\n";
    }
    PHP, ['traced_coroutine.instrument' => 'pdo', 'traced_coroutine.instrument_orphans' => '1']);
echo end($spans)['attributes']['error.type'], "\n";
--EXPECTF--
20971520
[exit code 0, same as without the extension]
- %SCONNECT%S
- %SSELECT%S error%S
RuntimeException
