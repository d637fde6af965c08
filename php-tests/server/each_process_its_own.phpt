--TEST--
Each process of a server exports its own spans, and none of them those that the master had finished before
--EXTENSIONS--
pcntl
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    use Swoole\Http\{Request, Response, Server};
    function work(string $where): void {
        TracedCoroutine::trace($where, fn () => null, new TracedCoroutine\SpanOptions(attributes: ['pid' => getmypid()]));
    }
    work('master'); // starts the flusher before there is any other process
    TracedCoroutine::flush();
    work('master');
    $server = new Server('127.0.0.1', 0, (int) getenv('MODE'));
    $server->set(['worker_num' => 2, 'task_worker_num' => 2, 'task_enable_coroutine' => (bool) getenv('TASK_COROUTINES'), 'task_max_request' => (int) getenv('TASK_MAX_REQUEST'), 'log_level' => SWOOLE_LOG_NONE, 'max_wait_time' => 5]); Swoole\Coroutine::set(['enable_deadlock_check' => false]);
    $server->on('request', function (Request $request, Response $response) use ($server) {
        TracedCoroutine::create('work', 'worker');
        $response->end((string) $server->taskwait('work', 10, (int) $request->get['n'] % 2));
    });
    $server->on('task', function (Server $server, ...$task) {
        work('task');
        return count($task) === 1 ? $task[0]->finish('done') : 'done';
    });
    $server->addProcess(new Swoole\Process(function () use ($server) {
        work('user process');
        for ($n = 0; $n < 6; $n++) {
            do {
                $answer = @file_get_contents("http://127.0.0.1:$server->port/?n=$n");
            } while ($answer === false);
            $answer === 'done' || print("!! answered $answer\n");
        }
        $server->shutdown();
        Swoole\Process::signal(SIGTERM, fn () => exit());
        Swoole\Event::wait();
    }));
    $server->start();
    PHP);
foreach ([SWOOLE_PROCESS, SWOOLE_BASE] as $mode) {
    foreach ([['', '0'], ['1', '0'], ['', '1']] as [$coroutines, $max_request]) {
        @unlink($file);
        $ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file], ['MODE' => $mode, 'TASK_COROUTINES' => $coroutines, 'TASK_MAX_REQUEST' => $max_request]);
        echo $ran->stdout, in_words_of_php82($ran->stderr), $ran->how();
        $processes = $ids = [];
        foreach (spans_of_file($file) as $span) {
            $ids[] = $span['span_id'];
            is_manual($span) && $processes[$span['name']][] = $span['attributes']['pid'];
        }
        ksort($processes);
        foreach ($processes as $where => $pids) {
            echo ', ', count($pids), " $where";
        }
        $pids = array_merge(...array_map('array_unique', array_values($processes)));
        echo $pids === array_unique($pids) && $ids === array_unique($ids) ? "\n" : ", !! spans came twice or from another process\n";
    }
}
--EXPECT--
exit code 0, 2 master, 6 task, 1 user process, 6 worker
exit code 0, 2 master, 6 task, 1 user process, 6 worker
exit code 0, 2 master, 6 task, 1 user process, 6 worker
exit code 0, 2 master, 6 task, 1 user process, 6 worker
exit code 0, 2 master, 6 task, 1 user process, 6 worker
exit code 0, 2 master, 6 task, 1 user process, 6 worker
