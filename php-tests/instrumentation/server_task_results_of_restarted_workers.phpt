--TEST--
Where workers restart while their tasks wait, and count from 0 again, what comes of a task belongs to the trace of no other
--DESCRIPTION--
A result was found by the worker and the number alone: nearly all of them belonged to the trace of another task.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

$ran = run_traced(program(<<<'PHP'
    <?php
    const CLIENTS = 8;
    const TASKS = 200;
    function trace_id(): string { return TracedCoroutine::currentSpan()?->getContext()->getTraceId() ?? ''; }

    // Results that tell whose they are, and equal ones, of which those that wait at once have no context.
    foreach (['its own' => fn ($trace) => $trace, 'equal' => fn () => true] as $results => $result) {
        $counts = array_map(fn () => new Swoole\Atomic(), array_flip(['right', 'wrong', 'alone', 'workers']));
        $sent = new Swoole\Table(512);
        $sent->column('by', Swoole\Table::TYPE_INT);
        $sent->create();
        // The traces of the tasks in the order in which they have run, which is that of their results.
        $order = new Swoole\Table(512);
        $order->column('trace', Swoole\Table::TYPE_STRING, 32);
        $order->create();
        [$ran, $finished] = [new Swoole\Atomic(), new Swoole\Atomic()];
        $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_PROCESS);
        $server->set(['worker_num' => 1, 'task_worker_num' => 1, 'max_request' => 4, 'log_file' => '/dev/null']);
        $server->on('workerStart', fn ($server, $id) => $id === 0 && $counts['workers']->add());
        $server->on('task', function ($server, $id, $from, $trace) use ($result, $ran, $order) {
            $order->set((string) $ran->add(), ['trace' => $trace]);
            return $result($trace);
        });
        $server->on('finish', function () use ($counts, $sent, $order, $finished) {
            $whose = $order->get((string) $finished->add(), 'trace');
            $counts[$whose === trace_id() ? 'right' : ($sent->exists(trace_id()) ? 'wrong' : 'alone')]->add();
        });
        $server->on('request', function ($request, $response) use ($server, $sent) {
            $sent->set(trace_id(), ['by' => getmypid()]);
            $server->task(trace_id());
            $response->end('ok');
        });
        $server->addProcess(new Swoole\Process(function () use ($server, $finished) {
            for ($started = 0; $started < CLIENTS; $started++) {
                go(function () use ($server) {
                    for ($requests = 0; $requests < TASKS / CLIENTS; ) {
                        $client = new Swoole\Coroutine\Http\Client('127.0.0.1', $server->port);
                        $client->set(['timeout' => 5]);
                        $client->get('/');
                        $client->statusCode === 200 ? $requests++ : Swoole\Coroutine::sleep(0.01);
                        $client->close();
                    }
                });
            }
            for ($tries = 0; $tries < 1000 && $finished->get() < TASKS; $tries++) {
                Swoole\Coroutine::sleep(0.01);
            }
            $server->shutdown();
            Swoole\Coroutine::sleep(60);
        }, false, 0, true));
        $server->start();
        echo $counts['workers']->get() > 2 ? 'several' : 'few', " workers, $results results: wrong ", $counts['wrong']->get();
        echo $results === 'equal' ? '' : ', right ' . $counts['right']->get(), "\n";
    }
    PHP), ['traced_coroutine.exporter' => 'none', 'traced_coroutine.instrument' => 'server', 'display_errors' => '0']);
echo $ran->stdout, $ran->how(), "\n";
--EXPECT--
several workers, its own results: wrong 0, right 200
several workers, equal results: wrong 0
exit code 0
