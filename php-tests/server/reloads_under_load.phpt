--TEST--
Reloads and a stop under load lose no finished span, also where Swoole has to kill the workers
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('6.2', 'a server that was reloaded under load stops');
needs_otlp_decoder();
needs_wrk();
not_under_valgrind('it is about many requests');
--FILE--
<?php
passthru(PHP_BINARY . ' ' . __DIR__ . '/../under-load --seconds=1 --modes=reload,reload-busy', $status);
echo $status === 0 ? "nothing failed\n" : "!! exit status $status\n";
--EXPECTF--
4 workers%a
nothing failed
