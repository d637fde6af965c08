--TEST--
inject() and extract() link a thread to its creator, and counters are those of all threads
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
    $span = TracedCoroutine::startSpan('order');
    $scope = $span->activate();
    $headers = [];
    TracedCoroutine::inject($headers);
    $scope->detach();
    start_thread($thread, json_encode($headers));
    start_thread($thread, json_encode($headers));
    join_threads();
    echo implode(',', array_column(TracedCoroutine::active(), 'name')), ' open here, ';
    $stats = TracedCoroutine::stats();
    echo "$stats[started] started, $stats[open] open, $stats[scope_misuses] scope misuses\n";
    $span->end();
    PHP, <<<'PHP'
    function work(): void {}
    with_coroutines(function () {
        $creator = TracedCoroutine::extract(json_decode(thread_word(), true));
        $scope = $creator->activate();
        TracedCoroutine::create('work');
        $scope->detach();
        $scope->detach();
    });
    PHP, ['traced_coroutine.log' => 'php']);
$named = by_name($spans);
foreach ($named['work'] as $span) {
    var_dump($span['parent_span_id'] === $named['order'][0]['span_id'], $span['trace_id'] === $named['order'][0]['trace_id']);
}
echo count(values_of($named['work'], 'thread.id')), " threads\n";
var_dump(values_of($named['order'], 'thread.id'));
--EXPECT--
order open here, 3 started, 1 open, 2 scope misuses
exit code 0
bool(true)
bool(true)
bool(true)
bool(true)
2 threads
array(1) {
  [0]=>
  NULL
}
