--TEST--
Requests to Swoole\Coroutine\Http\Server are spans, each by itself where a connection carries several
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('it has no Swoole\Coroutine\Http\Server');
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

$program = <<<'PHP'
    <?php
    Swoole\Coroutine\run(function () {
        $server = new Swoole\Coroutine\Http\Server('127.0.0.1', 0);
        $server->handle('/', function ($request, $response) {
            go(function () { Swoole\Coroutine::sleep(0.001); });
            $response->end('root');
        });
        $server->handle('/fails', function ($request, $response) { $response->status(503); $response->end('fails'); });
        go(function () use ($server) {
            $client = new Swoole\Coroutine\Http\Client('127.0.0.1', $server->port);
            foreach (['/', '/fails', '/'] as $path) {
                $client->get($path);
                echo "$path: $client->statusCode $client->body\n";
            }
            $client->close();
            $server->shutdown();
        });
        $server->start();
    });
    PHP;
$spans = compare_with_uninstrumented($program);
print_server_spans($spans);
--EXPECT--
/: 200 root
/fails: 503 fails
/: 200 root
[exit code 0, same as without the extension]
- [GET] server unset
  - {closure}:5 returned, unset
- [GET] server error
- [GET] server unset
  - {closure}:5 returned, unset
GET {"http.request.method":"GET","url.path":"/","url.scheme":"http","server.address":"127.0.0.1","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.response.status_code":200}
GET {"http.request.method":"GET","url.path":"/fails","url.scheme":"http","server.address":"127.0.0.1","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.response.status_code":503,"error.type":"503"}
GET {"http.request.method":"GET","url.path":"/","url.scheme":"http","server.address":"127.0.0.1","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.response.status_code":200}
