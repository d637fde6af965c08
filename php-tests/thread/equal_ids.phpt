--TEST--
Coroutines of several threads have equal ids, and each span is exported once, with its thread's id
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_threads();
--FILE--
<?php
require __DIR__ . '/../support/threads.inc';

$spans = run_threads(<<<'PHP'
    foreach (['one', 'two', 'three', 'four', 'throws', 'exits', 'exhausts'] as $word) {
        start_thread($thread, $word);
    }
    join_threads();
    $flushed = TracedCoroutine::flush();
    $stats = TracedCoroutine::stats();
    echo 'flushed: ', var_export($flushed, true), ", open $stats[open], queued $stats[queued], ";
    echo 'all exported: ', var_export($stats['started'] === $stats['exported'], true), "\n";
    file_put_contents('started', $stats['started']);
    with_coroutines(fn () => TracedCoroutine::create('main'));
    function main(): void {}
    PHP, <<<'PHP'
    $word = thread_word();
    eval("function $word(): void {}");
    function throws_at_last(): void { throw new Exception('uncaught'); }
    function exits_at_last(): void { exit(3); }
    function exhausts_at_last(): void { ini_set('memory_limit', '16M'); str_repeat('x', 64 << 20); }
    with_coroutines(function () use ($word) {
        for ($number = 0; $number < 1000; $number++) {
            TracedCoroutine::create($word);
        }
        if (function_exists("{$word}_at_last")) {
            TracedCoroutine::create("{$word}_at_last");
        }
    });
    PHP);
$named = by_name($spans);
foreach ($named as $name => $of_name) {
    $threads = values_of($of_name, 'thread.id');
    echo "$name: ", count($of_name), ' in ', count($threads), ' thread', $threads === [null] ? ', the main one' : '';
    echo ', ', implode(', ', values_of($of_name, 'coroutine.outcome')), "\n";
}
$ids = array_map(fn ($name) => values_of($named[$name], 'coroutine.id'), ['one', 'two', 'three', 'four']);
var_dump($ids[0] === $ids[1], $ids[0] === $ids[2], $ids[0] === $ids[3]);
var_dump(count(array_unique(array_column($spans, 'span_id'))) === count($spans));
var_dump(count($spans) === 1 + (int) file_get_contents(scratch() . '/started'));
echo count(array_unique(values_of($spans, 'thread.id'), SORT_REGULAR)), " threads, one process: ", count(values_of($spans, 'process.pid')), "\n";
--EXPECT--
flushed: true, open 0, queued 0, all exported: true
exit code 0
exhausts: 1000 in 1 thread, returned
exhausts_at_last: 1 in 1 thread, fatal
exits: 1000 in 1 thread, returned
exits_at_last: 1 in 1 thread, exit
four: 1000 in 1 thread, returned
main: 1 in 1 thread, the main one, returned
one: 1000 in 1 thread, returned
three: 1000 in 1 thread, returned
throws: 1000 in 1 thread, returned
throws_at_last: 1 in 1 thread, exception
two: 1000 in 1 thread, returned
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
8 threads, one process: 1
