--TEST--
Where workers restart while their tasks wait, and count from 0 again, no task belongs to the trace of another
--DESCRIPTION--
The newer of two tasks with the same number took the context of the older one away, which then got the newer one's.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

$ran = run_traced(program(<<<'PHP'
    <?php
    function trace_id(): string { return TracedCoroutine::currentSpan()?->getContext()->getTraceId() ?? ''; }
    class Job { function __construct(public string $trace) {} }
    /** What is sent of it is not seen. */
    class Hidden extends Job
    {
        function __serialize(): array { return [$this->trace]; }
        function __unserialize(array $data): void { [$this->trace] = $data; }
    }

    foreach ([Job::class, Hidden::class] as $class) {
        $counts = array_map(fn () => new Swoole\Atomic(), array_flip(['right', 'wrong', 'alone']));
        $sent = new Swoole\Table(64);
        $sent->column('by', Swoole\Table::TYPE_INT);
        $sent->create();
        $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_PROCESS);
        $server->set(['worker_num' => 1, 'task_worker_num' => 1, 'max_request' => 2, 'log_file' => '/dev/null']);
        $server->on('task', function ($server, $id, $from, $data) use ($counts, $sent) {
            usleep(100_000);
            $whose = $data->trace === trace_id() ? 'right' : ($sent->exists(trace_id()) ? 'wrong' : 'alone');
            $counts[$whose]->add();
            array_sum(array_map(fn ($count) => $count->get(), $counts)) === 8 && $server->shutdown();
        });
        $server->on('finish', fn () => null);
        $server->on('request', function ($request, $response) use ($server, $class, $sent) {
            $sent->set(trace_id(), ['by' => getmypid()]);
            $server->task(new $class(trace_id()));
            $response->end((string) getmypid());
        });
        $server->addProcess(new Swoole\Process(function () use ($server) {
            $workers = [];
            for ($requests = 0; $requests < 8; ) {
                $client = new Swoole\Coroutine\Http\Client('127.0.0.1', $server->port);
                $client->set(['timeout' => 5]);
                $client->get('/');
                if ($client->statusCode === 200) {
                    $requests++;
                    $workers[$client->body] = true;
                } else {
                    Swoole\Coroutine::sleep(0.01);
                }
                $client->close();
            }
            echo count($workers) > 2 ? 'several workers, ' : 'few workers, ';
            Swoole\Coroutine::sleep(60);
        }, false, 0, true));
        $server->start();
        // Of equal tasks that wait at once none has a context.
        echo $class, ': wrong ', $counts['wrong']->get(), $class === Job::class ? ', right ' . $counts['right']->get() : '', "\n";
    }
    PHP), ['traced_coroutine.exporter' => 'none', 'traced_coroutine.instrument' => 'server', 'display_errors' => '0']);
echo $ran->stdout, $ran->how(), "\n";
--EXPECT--
several workers, Job: wrong 0, right 8
several workers, Hidden: wrong 0
exit code 0
