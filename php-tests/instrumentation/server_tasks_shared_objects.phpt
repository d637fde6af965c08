--TEST--
A task whose data mentions the same objects again and again is sent at once, and belongs to its trace
--DESCRIPTION--
What a task is known by was read off each mention of an object: for this data that took minutes, in both processes.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

$ran = run_traced(program(<<<'PHP'
    <?php
    $server = new Swoole\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 1, 'task_worker_num' => 1, 'log_file' => '/dev/null']);
    $server->on('receive', fn () => null);
    $server->on('task', fn ($server, $id, $from, $data) => [count($data), TracedCoroutine::currentSpan()?->getContext()->getTraceId()]);
    $server->on('finish', fn () => null);
    $server->on('workerStart', function ($server, $id) {
        $id === 0 && go(fn () => TracedCoroutine::trace('sends', function () use ($server) {
            $mentions = function (object $of): object {
                $object = new stdClass();
                foreach (range(1, 64) as $number) {
                    $object->{"list $number"} = array_fill(0, 64, $of);
                }
                return $object;
            };
            $leaf = (object) array_fill(0, 64, str_repeat('x', 4096));
            $data = array_fill(0, 64, $mentions($leaf));
            [[$count, $trace]] = $server->taskCo([$data], 20) ?: [[0, '']];
            echo "$count, ", $trace === TracedCoroutine::currentSpan()->getContext()->getTraceId() ? 'same' : 'another', " trace\n";
            $server->shutdown();
        }));
    });
    $server->start();
    PHP), ['traced_coroutine.exporter' => 'none', 'traced_coroutine.instrument' => 'server']);
echo $ran->stdout, $ran->how(), "\n";
--EXPECT--
64, same trace
exit code 0
