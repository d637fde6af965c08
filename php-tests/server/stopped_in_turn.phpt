--TEST--
With a collector that never answers, processes that a server stops one after the other all end before they are killed
--DESCRIPTION--
Each worker waited as if max_wait_time were its own. But a reload without reload_async, one of the task workers alone, and the
end of a server with user processes stop some processes when others have ended: those were killed, without a word about their
spans. No process is killed where max_wait_time is 0.
--EXTENSIONS--
pcntl
posix
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('a server in base mode does not reload its task workers');
not_under_valgrind('a worker is given seconds to end');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

// The kernel takes the connections; nothing ever reads from them.
$collector = stream_socket_server('tcp://127.0.0.1:0');
$program = program(<<<'PHP'
    <?php
    use Swoole\{Http\Server, Process};
    $settings = json_decode(getenv('SETTINGS'), true);
    $server = new Server('127.0.0.1', 0, (int) getenv('MODE'));
    $server->set($settings + ['worker_num' => 2, 'log_file' => getenv('LOG')]); Swoole\Coroutine::set(['enable_deadlock_check' => false]);
    if (getenv('USER_PROCESS')) {
        $server->addProcess(new Process(function (): void {
            TracedCoroutine::startSpan('user process')->end();
            Process::signal(SIGTERM, fn () => Swoole\Event::exit());
            Swoole\Timer::tick(60_000, fn () => null);
        }, false, SOCK_DGRAM, true));
    }
    // Not before the processes that the signals go to have their handlers.
    $ready = new Swoole\Atomic();
    $server->on('managerStart', fn () => $ready->add());
    if (getenv('MODE') === (string) SWOOLE_PROCESS) {
        $server->on('start', fn () => $ready->add());
    }
    $later = function (callable $then) use ($ready): void {
        while ($ready->get() < (getenv('MODE') === (string) SWOOLE_PROCESS ? 2 : 1)) {
            usleep(1000);
        }
        $then();
    };
    $main = getmypid();
    $count = 2 + ($settings['task_worker_num'] ?? 0);
    $reloaded = match (getenv('RELOAD')) { 'all' => $count, 'tasks' => $count - 2, default => 0 };
    $starts = new Swoole\Atomic();
    $server->on('workerStart', function (Server $server) use ($main, $starts, $count, $reloaded, $later): void {
        TracedCoroutine::startSpan('worker')->end();
        $started = $starts->add();
        if ($started === $count + $reloaded) {
            $later(fn () => posix_kill($main, SIGTERM));
        } elseif ($started === $count) {
            $later(fn () => $server->reload(getenv('RELOAD') === 'tasks'));
        }
    });
    $server->on('request', fn () => null);
    $server->on('task', fn () => null);
    $server->start();
    PHP);
// Swoole takes any value for a switch.
$blocking = ['reload_async' => false, 'enable_coroutine' => ''];
$cases = [
    // What the server is, whether it has a user process, what is reloaded, and how many processes there are in all.
    'a user process' => [['task_worker_num' => 1], 'USER_PROCESS', '', 4],
    'no reload_async' => [$blocking + ['task_worker_num' => 1], '', 'all', 6],
    'task workers alone' => [['task_worker_num' => 2], '', 'tasks', 6],
    'no time limit' => [['max_wait_time' => 0], 'USER_PROCESS', '', 3],
];
foreach ([SWOOLE_PROCESS => $cases, SWOOLE_BASE => array_slice($cases, 0, 2)] as $mode => $some) {
    foreach ($some as $what => [$settings, $user_process, $reload, $lost]) {
        $log = scratch() . "/$mode-$what.log";
        $ran = run_traced($program, [
            'traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => 'http://' . stream_socket_get_name($collector, false),
            'traced_coroutine.otlp.timeout' => '60000', 'traced_coroutine.export_timeout' => '60000', 'traced_coroutine.schedule_delay' => '0',
            'traced_coroutine.log' => "$log.spans",
        ], ['MODE' => (string) $mode, 'SETTINGS' => json_encode($settings, JSON_FORCE_OBJECT), 'USER_PROCESS' => $user_process, 'RELOAD' => $reload, 'LOG' => $log], seconds: 30);
        $said = count(preg_grep('/ 1 span lost: its export was not over/', file("$log.spans")));
        echo $what, ': ', $said === $lost ? 'each reports its span' : "!! $said of $lost report their span", ', ', $ran->how(), "\n";
        echo $ran->stdout, implode('', preg_grep('/abnormal|forc|kill|signal=/i', file($log)));
    }
}
--EXPECT--
a user process: each reports its span, exit code 0
no reload_async: each reports its span, exit code 0
task workers alone: each reports its span, exit code 0
no time limit: each reports its span, exit code 0
a user process: each reports its span, exit code 0
no reload_async: each reports its span, exit code 0
