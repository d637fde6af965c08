--TEST--
The console exporter writes to the STDERR of the start, and not into what a program opens in its place
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program('<?php fclose(STDERR); $own = fopen($argv[1], "w"); TracedCoroutine::create(function () {}); TracedCoroutine::flush(); fwrite($own, "of the program\n");');
$ran = run_traced($program, ['traced_coroutine.exporter' => 'console'], words: [$file = scratch() . '/own']);
echo preg_match('/^trace [0-9a-f]{32}\n/', $ran->stderr) ? "a tree on STDERR\n" : "!! $ran->stderr\n", file_get_contents($file);
--EXPECT--
a tree on STDERR
of the program
