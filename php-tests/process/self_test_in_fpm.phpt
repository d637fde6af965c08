--TEST--
selfTest() works in PHP-FPM's workers
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fpm();
--FILE--
<?php
require __DIR__ . '/../support/fpm.inc';

$script = program('<?php $found = TracedCoroutine::selfTest(); echo implode(" ", array_map(fn ($name, $probe) => "$name $probe[delivered]", array_keys($found["exporters"]), $found["exporters"])), "\n";', 'script.php');
$fpm = Fpm::start(['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => scratch() . '/t.jsonl']);
echo $fpm->get($script), $fpm->get($script);
$fpm->stop();
--EXPECT--
file yes
file yes
