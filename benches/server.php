<?php
// The server of benches/sections/http.php and instrumentation.php: prints its port once it listens. With "plain" it answers at
// once, with "swoole" from a coroutine of Swoole's, and with "traced" from one of the extension's: a word, or a page with so many
// rows as the second argument says.

declare(strict_types=1);

$create = $argv[1] === 'traced' ? TracedCoroutine::create(...) : Swoole\Coroutine::create(...);
$rows = (int) ($argv[2] ?? 0);
$body = static function () use ($rows): string {
    $page = 'hello';
    for ($row = 1; $row <= $rows; $row++) {
        $page .= '<tr><td>' . htmlspecialchars("order $row <new>") . '</td><td>' . number_format($row * 1.5, 2) . "</td></tr>\n";
    }
    return $page;
};
$server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_BASE);
$server->set(['worker_num' => 1, 'log_level' => SWOOLE_LOG_NONE]);
$server->on('workerStart', static function (Swoole\Http\Server $server): void {
    echo $server->port, "\n";
});
$server->on('request', match ($argv[1]) {
    'plain' => static function ($request, $response): void {
        $response->end('hello');
    },
    default => static function ($request, $response) use ($create, $body): void {
        $create(static function () use ($response, $body): void {
            $response->end($body());
        });
    },
});
$server->start();
