--TEST--
Under PHP-FPM a worker exports the spans of all its requests, without any of them waiting for that
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
$script = program(<<<'PHP'
    <?php
    function works(): void { $GLOBALS['fiber'] = Fiber::getCurrent(); Fiber::suspend(); }
    TracedCoroutine::create('works');
    $fiber->resume();
    $stats = TracedCoroutine::stats();
    echo "request $stats[started], open $stats[open], queued $stats[queued]\n";
    PHP);
$fpm = Fpm::start(['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'traced_coroutine.schedule_delay' => '60000']);
for ($n = 0; $n < 3; $n++) {
    echo $fpm->get($script);
}
$fpm->stop();
echo span_tree(spans_of_file($file));
echo count(array_unique(array_map(fn (array $span) => $span['attributes']['process.pid'], spans_of_file($file)))), " process\n";
--EXPECT--
request 1, open 0, queued 1
request 2, open 0, queued 2
request 3, open 0, queued 3
- works:2 returned, unset
- works:2 returned, unset
- works:2 returned, unset
1 process
