<?php

declare(strict_types=1);

use Hyperf\Framework\Bootstrap\WorkerStartCallback;
use Hyperf\HttpServer\Server;
use Hyperf\Server\CoroutineServer;

return [
    'type' => getenv('APP_COROUTINE_SERVER') ? CoroutineServer::class : Hyperf\Server\Server::class,
    'mode' => SWOOLE_PROCESS,
    'servers' => [[
        'name' => 'http',
        'type' => Hyperf\Server\ServerInterface::SERVER_HTTP,
        'host' => '127.0.0.1',
        'port' => (int) getenv('APP_PORT'),
        'sock_type' => SWOOLE_SOCK_TCP,
        'options' => ['enable_request_lifecycle' => (bool) getenv('APP_LISTENER')],
        'callbacks' => ['request' => [Server::class, 'onRequest']],
    ]],
    'settings' => ['worker_num' => 1, 'enable_coroutine' => true, 'log_level' => SWOOLE_LOG_NONE, 'pid_file' => BASE_PATH . '/server.pid'],
    'callbacks' => ['workerStart' => [WorkerStartCallback::class, 'onWorkerStart']],
];
