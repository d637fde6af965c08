--TEST--
A request over HTTP/2 whose client has left has no status, whatever the program sets then
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('its HTTP/2 server takes no request of this client');
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

$spans = compare_with_uninstrumented(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_BASE);
    $server->set(['worker_num' => 1, 'open_http2_protocol' => true, 'log_level' => SWOOLE_LOG_NONE]);
    $server->on('request', function ($request, $response) use ($server) {
        Coroutine::sleep(0.1);
        echo $request->server['request_uri'], ' ', json_encode($response->status(404)), "\n";
        $request->server['request_uri'] === '/stays' && $server->shutdown();
    });
    $server->on('workerStart', function ($server) {
        $ask = function (string $path, float $time) use ($server): void {
            $client = new Coroutine\Http2\Client('127.0.0.1', $server->port);
            $client->connect();
            $request = new Swoole\Http2\Request;
            $request->path = $path;
            $client->send($request);
            echo json_encode($client->recv($time)?->statusCode ?? null), "\n";
            $client->close();
        };
        $ask('/left', 0.02);
        Coroutine::sleep(0.2);
        $ask('/stays', 5);
    });
    $server->start();
    PHP, ['traced_coroutine.instrument' => 'server']);
foreach (array_column($spans, 'attributes') as $said) {
    echo $said['url.path'], ' ', $said['http.response.status_code'] ?? 'no status', "\n";
}
--EXPECT--
null
/left false
/stays true
404
[exit code 0, same as without the extension]
- 'GET' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, unset
/left no status
/stays 404
