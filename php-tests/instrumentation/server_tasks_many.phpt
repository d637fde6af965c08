--TEST--
Where many tasks are under way, and none of the sender's is traced for a while, no task belongs to the trace of another
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

$file = scratch() . '/spans.jsonl';
$ran = run_traced(program(<<<'PHP'
    <?php
    function trace_id(): string { return TracedCoroutine::currentSpan()?->getContext()->getTraceId() ?? ''; }

    $right = new Swoole\Atomic();
    $wrong = new Swoole\Atomic();
    $alone = new Swoole\Atomic();
    $server = new Swoole\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 2, 'task_worker_num' => 2, 'log_file' => '/dev/null']);
    $server->on('receive', fn () => null);
    $server->on('task', function ($server, $id, $from, $data) use ($right, $wrong, $alone) {
        $is_own = match (true) {
            $data['trace'] === trace_id() => $right,
            $data['trace'] === '' => $alone,
            default => $wrong,
        };
        $is_own->add();
        return true;
    });
    $server->on('finish', fn () => null);
    $server->on('workerStart', function ($server, $id) use ($right, $wrong, $alone) {
        $id < 2 && go(function () use ($server, $id, $right, $wrong, $alone) {
            for ($round = 0; $round < 1000; $round++) {
                // The same data in both, but for the trace.
                $server->task(['trace' => '']);
                TracedCoroutine::trace('sends', function () use ($server, $round) {
                    $data = ['trace' => trace_id()];
                    $round % 10 ? $server->task($data) : $server->taskCo([$data, $data], 5);
                    $round % 7 ?: $server->task($data, 99);
                });
                $round % 50 ?: Swoole\Coroutine::sleep(0.001);
            }
            while ($id === 0 && $right->get() + $wrong->get() + $alone->get() < 2 * 2100) {
                Swoole\Coroutine::sleep(0.01);
            }
            $id === 0 && $server->shutdown();
        });
    });
    $server->start();
    echo json_encode(['right' => $right->get(), 'wrong' => $wrong->get(), 'alone' => $alone->get()]), "\n";
    PHP), ['traced_coroutine.exporter' => 'none', 'traced_coroutine.instrument' => 'server', 'display_errors' => '0']);
echo $ran->stdout, $ran->how(), "\n";
--EXPECT--
{"right":2200,"wrong":0,"alone":2000}
exit code 0
