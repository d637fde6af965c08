--TEST--
A task whose data changes when it is serialized belongs to its trace
--DESCRIPTION--
What a task is known by was different for its receiver, so that its span began a trace: a negative NAN, as sqrt(-1) gives it, comes
back without its sign, a property that was unset with its default, and with another serialize_precision a number with fewer digits.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

$program = program(<<<'PHP'
    <?php
    final class Job { public ?int $size = 3; public $name; public int $none; }
    $server = new Swoole\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 1, 'task_worker_num' => 1, 'log_file' => '/dev/null']);
    $server->on('receive', fn () => null);
    $server->on('task', fn () => TracedCoroutine::currentSpan()?->getContext()->getTraceId());
    $server->on('finish', fn () => null);
    // Until then a SIGTERM ends the master.
    $started = new Swoole\Atomic();
    $server->on('start', fn () => $started->wakeup());
    $server->on('workerStart', function ($server, $id) use ($started) {
        $id === 0 && $started->wait(10) && go(fn () => TracedCoroutine::trace('sends', function () use ($server) {
            $typed = new Job;
            $untyped = new Job;
            $twice = new Job;
            unset($typed->size, $untyped->name);
            $text = 'text';
            $cases = [
                'negative NAN' => sqrt(-1), 'NAN' => NAN, 'infinite' => -INF, 'negative zero' => -0.0, 'smallest' => 5e-324,
                '17 digits' => 0.1 + 0.2, '15 digits' => 12345678901234.5,
                'typed' => $typed, 'untyped' => $untyped, 'references' => [&$text, &$text], 'mentioned twice' => [$twice, $twice],
                'properties' => (object) ['5' => 1, 'b' => [2]], 'keys' => [5 => 1, '05' => 2, -1 => 3],
            ];
            $trace = TracedCoroutine::currentSpan()->getContext()->getTraceId();
            foreach ($cases as $name => $data) {
                $server->taskwait([$data], 20) === $trace || print("$name: another trace\n");
            }
            $server->shutdown();
        }));
    });
    $server->start();
    PHP);
foreach (['-1', '10', '14', '16', '17', '20'] as $digits) {
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'none', 'traced_coroutine.instrument' => 'server', 'serialize_precision' => $digits]);
    echo "$digits digits: ", $ran->stdout, $ran->how(), "\n";
}
--EXPECT--
-1 digits: exit code 0
10 digits: exit code 0
14 digits: exit code 0
16 digits: exit code 0
17 digits: exit code 0
20 digits: exit code 0
