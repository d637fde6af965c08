--TEST--
With a collector that never answers, a worker ends before its manager kills it, whatever max_wait_time is
--DESCRIPTION--
A worker waited for its last export for 5 seconds, and is killed after 3 by default: what it had not said by then was lost.
--EXTENSIONS--
pcntl
posix
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
not_under_valgrind('a worker is given seconds to end');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/collector.inc';

$collector = Collector::start('hang');
$program = program(<<<'PHP'
    <?php
    use Swoole\Http\Server;
    $server = new Server('127.0.0.1', 0, (int) getenv('MODE'));
    $settings = getenv('WAIT') === '' ? [] : ['max_wait_time' => (int) getenv('WAIT')];
    $server->set($settings + ['worker_num' => 2, 'task_worker_num' => (int) getenv('TASKS'), 'log_file' => getenv('LOG')]); Swoole\Coroutine::set(['enable_deadlock_check' => false]);
    // Not before the processes that the signals go to have their handlers.
    $ready = new Swoole\Atomic();
    $server->on('managerStart', fn () => $ready->add());
    if (getenv('MODE') === (string) SWOOLE_PROCESS) {
        $server->on('start', fn () => $ready->add());
    }
    $later = fn (callable $then): int => Swoole\Timer::after(300, function () use ($ready, $then): void {
        while ($ready->get() < (getenv('MODE') === (string) SWOOLE_PROCESS ? 2 : 1)) {
            usleep(1000);
        }
        $then();
    });
    $starts = new Swoole\Atomic();
    $server->on('workerStart', function (Server $server) use ($starts, $later) {
        TracedCoroutine::startSpan('worker')->end();
        match ($starts->add()) {
            2 + (int) getenv('TASKS') => $later(fn () => $server->reload()),
            2 * (2 + (int) getenv('TASKS')) => $later(fn () => posix_kill(getenv('MODE') === (string) SWOOLE_BASE ? $server->manager_pid : $server->master_pid, SIGTERM)),
            default => null,
        };
    });
    $server->on('request', fn () => null);
    $server->on('task', fn () => null);
    $server->on('workerError', function (Server $server, int $id, int $pid, int $code, int $signal) {
        echo "worker ended with code $code, signal $signal\n";
    });
    $server->start();
    PHP);
// A server in base mode does not reload its task workers with the others.
foreach ([SWOOLE_PROCESS => '1', SWOOLE_BASE => '0'] as $mode => $tasks) {
    foreach (['1', '2', ''] as $wait) {
        $log = scratch() . "/swoole-$mode-$wait.log";
        $ran = run_traced($program, [
            'traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base(), 'traced_coroutine.otlp.timeout' => '60000',
            'traced_coroutine.export_timeout' => '60000', 'traced_coroutine.schedule_delay' => '0',
        ], ['MODE' => (string) $mode, 'WAIT' => $wait, 'TASKS' => $tasks, 'LOG' => $log], seconds: 40);
        echo $ran->stdout, $ran->how(), "\n", implode('', preg_grep('/abnormal|forc|kill|signal=/i', file($log)));
    }
}
--EXPECT--
exit code 0
exit code 0
exit code 0
exit code 0
exit code 0
exit code 0
