--TEST--
Whatever the collector does, a server under load serves each request, accounts for each span and restarts no worker
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('its WaitGroup is a package of its own');
needs_otlp_decoder();
needs_wrk();
not_under_valgrind('it is about many requests');
--FILE--
<?php
passthru(PHP_BINARY . ' ' . __DIR__ . '/../under-load --seconds=1 --modes=healthy,down,hanging,busy,restarted,garbage', $status);
echo $status === 0 ? "nothing failed\n" : "!! exit status $status\n";
--EXPECTF--
4 workers%a
nothing failed
