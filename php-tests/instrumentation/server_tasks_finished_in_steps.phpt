--TEST--
A task that calls finish() several times, and also returns something, is the parent of what each of them calls
--DESCRIPTION--
Each took the place of the one before, unless that had been received, so that all but the last began traces.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

const PROGRAM = <<<'PHP'
    <?php
    $server = new Swoole\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 1, 'task_worker_num' => 1, 'log_file' => '/dev/null', 'reload_async' => false, 'task_enable_coroutine' => COROUTINES]);
    $server->on('receive', fn () => null);
    $server->on('task', function ($server, $task, ...$given) {
        // What the worker waits for is not received by `finish`, and must not be in the way of what is.
        $is_waited_for = (is_object($task) ? $task->data : $given[1]) === 'waited for';
        for ($step = 1; $step <= ($is_waited_for ? 1 : 5); $step++) {
            $finished = is_object($task) ? $task->finish($step) : $server->finish($step);
        }
        return is_object($task) || $is_waited_for ? null : 'returned';
    });
    $results = [];
    $server->on('finish', function ($server, $id, $result) use (&$results) {
        $results[] = $result;
    });
    $server->on('workerStart', function ($server, $id) use (&$results) {
        $id === 0 && go(function () use ($server, &$results) {
            TracedCoroutine::trace('sends', function () use ($server) {
                echo json_encode($server->taskwait('waited for', 30)), "\n";
                $server->task('in steps');
                $server->task('in steps');
            });
            for ($tries = 0; $tries < 3000 && count($results) < RESULTS; $tries++) {
                Swoole\Coroutine::sleep(0.01);
            }
            echo json_encode($results), "\n";
            $server->shutdown();
        });
    });
    $server->start();
    PHP;

$file = scratch() . '/spans.jsonl';
foreach (['false' => 12, 'true' => 10] as $coroutines => $results) {
    @unlink($file);
    $program = program(strtr(PROGRAM, ['COROUTINES' => $coroutines, 'RESULTS' => (string) $results]));
    $settings = ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'traced_coroutine.instrument' => 'server'];
    $ran = run_traced($program, $settings);
    echo $ran->stdout, $ran->how(), "\n";
    $spans = spans_of_file($file);
    usort($spans, static fn (array $a, array $b): int => $a['start_time_unix_nano'] <=> $b['start_time_unix_nano']);
    echo span_tree($spans);
}
--EXPECT--
1
[1,2,3,4,5,"returned",1,2,3,4,5,"returned"]
exit code 0
- [sends] unset
  - [task] consumer unset
  - [task] consumer unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
  - [task] consumer unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
1
[1,2,3,4,5,1,2,3,4,5]
exit code 0
- [sends] unset
  - 'task' {closure}:5 consumer returned, unset
  - 'task' {closure}:5 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
  - 'task' {closure}:5 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
    - 'finish' {closure}:14 consumer returned, unset
