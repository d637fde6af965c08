--TEST--
A library that is not loaded is shown so, and is no warning
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$ran = run_php([...tier_arguments(), ...traced_arguments(), '--ri', 'traced_coroutine'], ['traced_coroutine.instrument' => 'all', 'error_log' => '/dev/stderr', 'log_errors' => '1']);
preg_match('/^coroutine => .*$/m', $ran->stdout, $line);
echo "$line[0]\n$ran->stderr";
--EXPECT--
coroutine => not loaded
