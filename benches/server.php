<?php
// The server of benches/sections/http.php and instrumentation.php: prints its port once it listens. With "plain" it answers at
// once, with "swoole" from a coroutine of Swoole's, and with "traced" from one of the extension's.

declare(strict_types=1);

$create = $argv[1] === 'traced' ? TracedCoroutine::create(...) : Swoole\Coroutine::create(...);
$server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_BASE);
$server->set(['worker_num' => 1, 'log_level' => SWOOLE_LOG_NONE]);
$server->on('workerStart', static function (Swoole\Http\Server $server): void {
    echo $server->port, "\n";
});
$server->on('request', match ($argv[1]) {
    'plain' => static function ($request, $response): void {
        $response->end('hello');
    },
    default => static function ($request, $response) use ($create): void {
        $create(static function () use ($response): void {
            $response->end('hello');
        });
    },
});
$server->start();
