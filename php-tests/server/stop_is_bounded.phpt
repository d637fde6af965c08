--TEST--
A collector that hangs holds neither a reload nor a stop of a server for longer than shutdown_timeout
--EXTENSIONS--
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
    $server->set(['worker_num' => 2, 'log_level' => SWOOLE_LOG_NONE, 'max_wait_time' => 30]); Swoole\Coroutine::set(['enable_deadlock_check' => false]);
    $starts = new Swoole\Atomic();
    $server->on('workerStart', function (Server $server) use ($starts) {
        TracedCoroutine::create(function () {});
        match ($starts->add()) {
            2 => Swoole\Timer::after(300, fn () => $server->reload()),
            4 => Swoole\Timer::after(300, fn () => $server->shutdown()),
            default => null,
        };
    });
    $server->on('request', fn () => null);
    $server->start();
    PHP);
foreach ([SWOOLE_PROCESS, SWOOLE_BASE] as $mode) {
    $before = hrtime(true);
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base(), 'traced_coroutine.otlp.timeout' => '60000', 'traced_coroutine.shutdown_timeout' => '0.3', 'traced_coroutine.schedule_delay' => '0'], ['MODE' => $mode]);
    echo $ran->stdout, $ran->how(), ', ', (hrtime(true) - $before) / 1e9 < 20 ? 'in time' : 'late', "\n";
}
--EXPECT--
exit code 0, in time
exit code 0, in time
