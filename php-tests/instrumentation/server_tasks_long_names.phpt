--TEST--
Tasks whose data mentions an object with a long property name again and again are sent at once, and belong to their trace
--DESCRIPTION--
What a task is known by was read off each mention, and names were read whole: for this data that took half a minute, in both processes.
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
            $object = (object) [str_repeat('name', 2_500_000) => 1];
            $data = array_fill(0, 8, array_fill(0, 64, $object));
            $answers = $server->taskCo(array_fill(0, 20, $data), 20);
            $same = array_filter($answers, fn ($answer) => $answer === [8, TracedCoroutine::currentSpan()->getContext()->getTraceId()]);
            echo count($same), " of the same trace\n";
            $server->shutdown();
        }));
    });
    $server->start();
    PHP), ['traced_coroutine.exporter' => 'none', 'traced_coroutine.instrument' => 'server', 'memory_limit' => '-1']);
echo $ran->stdout, $ran->how(), "\n";
--EXPECT--
20 of the same trace
exit code 0
