--TEST--
PHP-FPM workers that are recycled after each request, fail or leave a span open lose none, and start none of another's
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
needs_fpm();
not_under_valgrind('FPM runs outside of it');
--FILE--
<?php
require __DIR__ . '/../support/fpm.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$fpm = Fpm::start(['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0'], 'pm.max_requests = 1');
echo $fpm->get(program('<?php function works(): void {} TracedCoroutine::create("works"); echo "one\n";', 'one.php'));
echo $fpm->get(program('<?php function parked(): void { $GLOBALS["fiber"] = Fiber::getCurrent(); Fiber::suspend(); } TracedCoroutine::create("parked"); echo "two\n";', 'two.php'));
echo $fpm->get(program('<?php function fails(): void { echo "three\n"; trigger_error("no more", E_USER_ERROR); } TracedCoroutine::create("fails");', 'three.php'));
$fpm->stop();
$spans = spans_of_file($file);
usort($spans, fn (array $a, array $b): int => $a['start_time_unix_nano'] <=> $b['start_time_unix_nano']);
echo span_tree($spans);
echo count(array_unique(array_map(fn (array $span) => $span['attributes']['process.pid'], $spans))), " processes\n";
--EXPECT--
one
two
three
- works:1 returned, unset
- parked:1 abandoned, unset
- fails:1 fatal, error, E_USER_ERROR, "no more"
    ! exception E_USER_ERROR: no more
3 processes
