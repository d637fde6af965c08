--TEST--
Tasks, what comes of them, and messages are children of the request that sends them, over processes, with each way to send and to run them; without a parent they begin traces
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('its PipeMessage does not say which worker has sent it');
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

const PROGRAM = <<<'PHP'
    <?php
    // A task's number depends on which worker gets the request.
    ini_set('zend.exception_ignore_args', '1');
    $notes = tempnam(sys_get_temp_dir(), 'tasks');
    /** Processes say what they do in any order. */
    function note(string $who, mixed ...$what): void
    {
        global $notes;
        file_put_contents($notes, $who . ' ' . json_encode($what) . "\n", FILE_APPEND);
    }
    final class Job { public int $size = 3; }

    $server = new Swoole\Http\Server('127.0.0.1', 0, MODE);
    $server->set(['worker_num' => 2, 'task_worker_num' => 2, 'log_file' => '/dev/null', SET]);
    $server->on('task', function ($server, ...$given) {
        [$data, $task] = is_object($given[0]) ? [$given[0]->data, $given[0]] : [$given[2], null];
        $ids = $task ? [$task->id, $task->worker_id] : [$given[0], $given[1]];
        note('task', $data, array_map(is_int(...), $ids), count($given));
        $data === 'throws' && throw new LogicException('thrown in a task');
        if ($data === 'finishes itself') {
            $task && ($server->setting['task_enable_coroutine'] ?? false) ? $task->finish('finished') : $server->finish('finished');
            return null;
        }
        if ($task && ($server->setting['task_enable_coroutine'] ?? false)) {
            $task->finish(['done', $data]);
            return null;
        }
        return ['done', $data];
    });
    $server->on('finish', fn ($server, ...$given) => note('finish', $given[1] ?? $given[0]->data));
    $server->on('pipeMessage', fn ($server, ...$given) => note('message', $given[1] ?? $given[0]->data));
    $server->on('request', function ($request, $response) use ($server) {
        // Large data goes by way of a file.
        $large = str_repeat('x', 100_000);
        note('answers', $server->taskwait(['a' => 1, 'b' => [2.5, null, true]], 30), strlen($server->taskwait($large, 30)[1]), $server->taskwait(new Job, 30)[0]);
        $tasks = ['first', 'second', 3];
        $answers = Swoole\Coroutine::getCid() > 0 ? $server->taskCo($tasks, 30) : $server->taskWaitMulti($tasks, 30);
        ksort($answers);
        note('answers', $answers, is_int($server->task('alone')), is_int($server->task('finishes itself')));
        note('calls back', is_int($server->task('with a callback', -1, fn ($server, ...$given) => note('callback', $given[1] ?? $given[0]->data))));
        note('sends', $server->sendMessage(['to', 'another'], 1 - $server->worker_id));
        $response->end('done');
    });
    $started = new Swoole\Atomic();
    $server->on('workerStart', function ($server, $id) use ($started) {
        $started->add();
        $id === 0 && Swoole\Timer::after(20, fn () => go(function () use ($server, $started) {
            // A request that comes before all workers are there may be left without an answer.
            while ($started->get() < 4) {
                Swoole\Coroutine::sleep(0.01);
            }
            $server->taskwait('without a parent', 30);
            $server->task('without one either');
            $client = new Swoole\Coroutine\Http\Client('127.0.0.1', $server->port);
            $client->set(['timeout' => 30]);
            $client->get('/');
            note('client', $client->body);
            $client->close();
            EXTRA
            // What is still under way.
            for ($tries = 0; $tries < 3000 && substr_count(file_get_contents($GLOBALS['notes']), "\n") < LINES; $tries++) {
                Swoole\Coroutine::sleep(0.01);
            }
            $server->shutdown();
        }));
    });
    $server->start();
    $lines = file($notes);
    sort($lines);
    echo preg_replace('/"xxx+"/', '"xxx"', implode($lines));
    unlink($notes);
    PHP;

$ways = [
    'plain' => ['SWOOLE_PROCESS', ''],
    'base' => ['SWOOLE_BASE', ''],
    'objects' => ['SWOOLE_PROCESS', "'task_use_object' => true, 'event_object' => true"],
    'coroutines' => ['SWOOLE_PROCESS', "'task_enable_coroutine' => true"],
    'workers without coroutines' => ['SWOOLE_PROCESS', "'enable_coroutine' => false"],
    'message queue' => ['SWOOLE_PROCESS', "'task_ipc_mode' => 2, 'message_queue_key' => " . random_int(1 << 24, 1 << 30)],
];
foreach ($ways as $name => [$mode, $set]) {
    echo "=== $name\n";
    $program = strtr(PROGRAM, ['MODE' => $mode, 'SET' => $set, 'LINES' => '21', 'EXTRA' => '']);
    ob_start();
    $spans = compare_with_uninstrumented($program);
    $said = preg_replace('/^- .*/ms', '', ob_get_clean());
    echo $name === 'plain' || !str_contains($said, 'same as') ? $said : "[as untraced]\n";
    print_parents($spans);
}

echo "=== a task throws\n";
$throws = '$server->taskwait("throws", 0.5);';
ob_start();
$spans = compare_with_uninstrumented(strtr(PROGRAM, ['MODE' => 'SWOOLE_PROCESS', 'SET' => '', 'LINES' => '22', 'EXTRA' => $throws]));
preg_match('/^\[exit.*/m', ob_get_clean(), $how);
echo $how[0] ?? '!! differs', "\n", span_tree(array_filter($spans, fn ($span) => $span['status']['code'] !== 'unset'));

/** Each span with its parent, in no order. */
function print_parents(array $spans): void
{
    $names = array_column($spans, null, 'span_id');
    $lines = array_map(function (array $span) use ($names): string {
        $parent = $names[$span['parent_span_id'] ?? ''] ?? null;
        return "{$span['kind']} {$span['name']}" . ($parent ? " < {$parent['name']}" : '');
    }, $spans);
    foreach (array_count_values($lines) as $line => $count) {
        $counted[] = "$count $line";
    }
    sort($counted);
    echo implode("\n", $counted), "\n";
}
--EXPECT--
=== plain
answers [["done",{"a":1,"b":[2.5,null,true]}],100000,"done"]
answers [[["done","first"],["done","second"],["done",3]],true,true]
callback [["done","with a callback"]]
calls back [true]
client ["done"]
finish ["finished"]
finish [["done","alone"]]
finish [["done","without one either"]]
message [["to","another"]]
sends [true]
task ["alone",[true,true],3]
task ["finishes itself",[true,true],3]
task ["first",[true,true],3]
task ["second",[true,true],3]
task ["with a callback",[true,true],3]
task ["without a parent",[true,true],3]
task ["without one either",[true,true],3]
task ["xxx",[true,true],3]
task [3,[true,true],3]
task [{"a":1,"b":[2.5,null,true]},[true,true],3]
task [{"size":3},[true,true],3]
[exit code 0, same as without the extension]
1 consumer pipeMessage < GET
1 server GET
2 consumer task
4 consumer finish < task
9 consumer task < GET
=== base
[as untraced]
1 consumer pipeMessage < GET
1 server GET
2 consumer task
4 consumer finish < task
9 consumer task < GET
=== objects
[as untraced]
1 consumer pipeMessage < GET
1 server GET
2 consumer task
4 consumer finish < task
9 consumer task < GET
=== coroutines
[as untraced]
1 consumer pipeMessage < GET
1 server GET
2 consumer task
4 consumer finish < task
9 consumer task < GET
=== workers without coroutines
[as untraced]
1 consumer pipeMessage < GET
1 server GET
2 consumer task
4 consumer finish < task
9 consumer task < GET
=== message queue
[as untraced]
1 consumer pipeMessage < GET
1 server GET
2 consumer task
4 consumer finish < task
9 consumer task < GET
=== a task throws
[exit code 0, same as without the extension]
- [task] consumer error, "thrown in a task"
    ! exception LogicException: thrown in a task
