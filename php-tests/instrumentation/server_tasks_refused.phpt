--TEST--
A task that Swoole refuses shifts no later task into another's trace, whether it has taken a number or not
--DESCRIPTION--
Numbers are counted along. A refused taskwait() was counted, and each task from then on became a child of the request before its own.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

$ran = run_traced(program(<<<'PHP'
    <?php
    function trace_id(): string { return TracedCoroutine::currentSpan()?->getContext()->getTraceId() ?? ''; }

    $server = new Swoole\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 1, 'task_worker_num' => 1, 'log_file' => '/dev/null']);
    $server->on('receive', fn () => null);
    $server->on('pipeMessage', fn () => null);
    $server->on('task', fn ($server, $id, $from, $data) => $data === 'slow' ? usleep(100_000) : trace_id());
    $server->on('finish', fn () => null);
    $server->on('workerStart', function ($server, $id) {
        $closure = fn () => 1;
        $ways = [
            'index' => fn () => $server->taskwait('job', 0.5, 99),
            'index of task()' => fn () => $server->task('job', 99),
            'index that is no number' => fn () => $server->taskwait('job', 0.5, 'x'),
            'time that is no number' => fn () => $server->taskwait('job', []),
            'no data' => fn () => $server->taskwait(),
            'too many tasks' => fn () => $server->taskCo(array_fill(0, 1025, 'job')),
            'no tasks' => fn () => $server->taskCo([]),
            'message to itself' => fn () => $server->sendMessage('job', 0),
            'message to no worker' => fn () => $server->sendMessage('job', 99),
            'too late' => fn () => $server->taskwait('slow', 0.01),
            'index that is a text' => fn () => $server->taskwait('job', 0.5, '0'),
            'closure' => fn () => $server->taskwait($closure),
            'closure of task()' => fn () => $server->task($closure),
            'closure in an array of task()' => fn () => $server->task(['job', $closure]),
            'packed closure' => fn () => Swoole\Server\Task::pack($closure),
        ];
        $id === 0 && go(function () use ($server, $ways) {
            $traces = [];
            foreach ($ways as $name => $call) {
                TracedCoroutine::trace('refused', function () use ($call, &$traces) {
                    $traces[] = trace_id();
                    try {
                        @$call();
                    } catch (Throwable) {
                    }
                });
                $next = fn () => TracedCoroutine::trace('next', function () use ($server, &$traces) {
                    $of_task = $server->taskwait('job', 5);
                    $is_others = in_array($of_task, $traces, true);
                    $traces[] = trace_id();
                    return $of_task === trace_id() ? 'its own' : ($is_others ? "another's" : 'none');
                });
                $said = [$next(), $next()];
                // It tells the number.
                $server->task('job');
                echo "$name: ", implode(', ', [...$said, $next()]), "\n";
            }
            $server->shutdown();
        });
    });
    $server->start();
    PHP), ['traced_coroutine.exporter' => 'none', 'traced_coroutine.instrument' => 'server', 'display_errors' => '0']);
echo $ran->stdout, $ran->how(), "\n";
--EXPECT--
index: its own, its own, its own
index of task(): its own, its own, its own
index that is no number: its own, its own, its own
time that is no number: its own, its own, its own
no data: its own, its own, its own
too many tasks: its own, its own, its own
no tasks: its own, its own, its own
message to itself: its own, its own, its own
message to no worker: its own, its own, its own
too late: its own, its own, its own
index that is a text: its own, its own, its own
closure: none, none, its own
closure of task(): none, none, its own
closure in an array of task(): its own, its own, its own
packed closure: none, none, its own
exit code 0
