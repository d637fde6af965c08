<?php
/**
 * A collector that takes more than four workers can send, and keeps each body to be read later: collector.php MODE PORT PREFIX
 *
 *   healthy   200, once the body is in a file of its own, PREFIX and process id, behind its length
 *   hanging   takes the request and never answers
 *   busy      503 with "Retry-After: 1"
 *   garbage   bytes that are not HTTP
 */

declare(strict_types=1);

[, $mode, $port, $prefix] = $argv;
$log = fopen("$prefix." . getmypid(), 'a');
$settings = ['worker_num' => 1, 'log_level' => SWOOLE_LOG_NONE, 'package_max_length' => 64 << 20, 'http_compression' => false, 'enable_deadlock_check' => false];

if ($mode === 'garbage') {
    $server = new Swoole\Server('127.0.0.1', (int) $port, SWOOLE_BASE);
    $server->set($settings);
    $server->on('receive', static fn (Swoole\Server $server, int $connection) => $server->send($connection, "\x00\xff I am not HTTP\r\n\r\n"));
} else {
    $server = new Swoole\Http\Server('127.0.0.1', (int) $port, SWOOLE_BASE);
    $server->set($settings);
    $unanswered = [];
    $server->on('request', static function (Swoole\Http\Request $request, Swoole\Http\Response $response) use ($mode, $log, &$unanswered): void {
        if ($mode === 'hanging') {
            $unanswered[] = $response;
            return;
        }
        if ($mode === 'busy') {
            $response->status(503);
            $response->header('Retry-After', '1');
            $response->end();
            return;
        }
        $body = $request->rawContent();
        fwrite($log, pack('V', strlen($body)) . $body);
        $response->header('Content-Type', 'application/x-protobuf');
        $response->end();
    });
}
$server->start();
