--TEST--
Spans of opcache.preload are exported before PHP-FPM forks its workers
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
needs_fpm();
needs_opcache();
--FILE--
<?php
require __DIR__ . '/../support/fpm.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$preload = program('<?php TracedCoroutine::trace("in preload", fn () => 1);', 'preload.php');
$script = program('<?php TracedCoroutine::trace("in a request", fn () => 1); var_dump(TracedCoroutine::flush());', 'script.php');
$fpm = Fpm::start([
    'zend_extension' => opcache_library() ?? 'opcache', 'opcache.preload' => $preload, 'opcache.preload_user' => 'root',
    'traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'traced_coroutine.schedule_delay' => '60000',
]);
echo implode(', ', array_column(spans_of_file($file), 'name')), "\n";
echo $fpm->get($script), "\n";
$fpm->stop();
echo implode(', ', array_column(spans_of_file($file), 'name')), "\n";
--EXPECT--
in preload
bool(true)

in preload, in a request
