--TEST--
Spans that are queued when a process becomes a daemon or another program are exported once
--DESCRIPTION--
Swoole's daemon() forks, the parent leaves by _exit(), and the child dropped what it had inherited; exec() ends a process as
abruptly.
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('the child of a daemon leaves its terminal');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$server = <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['daemonize' => true, 'worker_num' => 1, 'log_file' => '/dev/null']);
    $server->on('workerStart', function (Swoole\Server $server): void {
        TracedCoroutine::startSpan('in the worker')->end();
        Swoole\Timer::after(100, fn () => $server->shutdown());
    });
    $server->on('request', fn () => null);
    $server->start();
    PHP;
$plain = strtr($server, ['Swoole\Http\Server' => 'Swoole\Server', "'request'" => "'receive'"]);
$ways = [
    'daemon' => 'Swoole\Process::daemon(); $open->end(); TracedCoroutine::startSpan("after")->end();',
    'daemon while a batch is under way' => 'usleep(20_000); Swoole\Process::daemon(); $open->end(); TracedCoroutine::startSpan("after")->end();',
    'server' => '$open->end();' . $server,
    'server whose setting is text' => '$open->end();' . strtr($server, ["'daemonize' => true" => "'daemonize' => 'yes'"]),
    'server of no protocol' => '$open->end();' . $plain,
    'Swoole exec' => '$open->end(); (new Swoole\Process(fn ($process) => $process->exec("/bin/true", [])))->start(); Swoole\Process::wait();',
    'exec in the process itself' => '$open->end(); $process = new Swoole\Process(function ($process): void { TracedCoroutine::startSpan("of the child")->end(); $process->exec("/bin/true", []); }); $process->start(); Swoole\Process::wait();',
];
foreach ($ways as $way => $code) {
    $file = scratch() . '/t.jsonl';
    @unlink($file);
    $done = scratch() . '/done';
    @unlink($done);
    $program = program("<?php
        \$open = TracedCoroutine::startSpan('open');
        for (\$n = 0; \$n < 1200; \$n++) {
            TracedCoroutine::startSpan('before')->end();
        }
        $code
        register_shutdown_function(fn () => touch('$done'));
        ");
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'traced_coroutine.recorder' => str_contains($way, 'is text') ? '0' : '1', 'traced_coroutine.schedule_delay' => str_contains($way, 'under way') ? '0' : '60000']);
    // The daemon is no child of anybody who could wait for it.
    $expected = ['before' => 1200, 'open' => 1] + match (true) {
        str_starts_with($way, 'daemon') => ['after' => 1],
        str_starts_with($way, 'server') => ['in the worker' => 1],
        str_contains($way, 'itself') => ['of the child' => 1],
        default => [],
    };
    ksort($expected);
    for ($wait = 0; $wait < 400; $wait++) {
        $counts = array_count_values(array_column(is_file($file) ? spans_of_file($file) : [], 'name'));
        ksort($counts);
        if (array_sum($counts) >= array_sum($expected)) {
            break;
        }
        usleep(25_000);
    }
    echo "$way: ", $counts === $expected ? 'all of them, once' : '!! ' . json_encode($counts), ', ', $ran->how(), "$ran->stdout\n";
}
--EXPECT--
daemon: all of them, once, exit code 0
daemon while a batch is under way: all of them, once, exit code 0
server: all of them, once, exit code 0
server whose setting is text: all of them, once, exit code 0
server of no protocol: all of them, once, exit code 0
Swoole exec: all of them, once, exit code 0
exec in the process itself: all of them, once, exit code 0
