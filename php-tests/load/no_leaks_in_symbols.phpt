--TEST--
The library exports the one symbol PHP looks for, and unloads from nothing it was not loaded into
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
is_executable('/usr/bin/nm') || skip('needs nm');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$ran = run_command(['nm', '-D', '--defined-only', our_library()]);
$symbols = array_map(fn (string $line) => preg_replace('/^.* /', '', $line), array_filter(explode("\n", $ran->stdout)));
echo implode(' ', array_filter($symbols, fn (string $symbol) => !str_starts_with($symbol, '_'))), "\n";
--EXPECT--
get_module
