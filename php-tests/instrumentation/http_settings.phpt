--TEST--
Headers are captured, paths left out and proxies believed by settings
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

$spans = compare_with_uninstrumented(http_program(<<<'PHP'
    function ($request, $response) { $response->header('X-Shop', 'shoes'); $response->end(); }
    PHP, [
        ['GET', '/healthz', []],
        ['GET', '/static/a.css', []],
        ['GET', '/shop', ['X-Tenant' => 'blue', 'Cookie' => 'a=b', 'X-Forwarded-For' => '192.0.2.7, 10.0.0.1']],
    ]), [
        'traced_coroutine.instrument' => 'server',
        'traced_coroutine.server.request_headers' => 'x-tenant, X-None',
        'traced_coroutine.server.response_headers' => 'X-Shop',
        'traced_coroutine.server.excluded_paths' => '/health*, *.css',
        'traced_coroutine.server.forwarded' => '1',
    ]);
print_server_spans($spans);
--EXPECT--
GET /healthz: "HTTP\/1.1 200 OK\r\nX-Shop: shoes\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /static/a.css: "HTTP\/1.1 200 OK\r\nX-Shop: shoes\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /shop: "HTTP\/1.1 200 OK\r\nX-Shop: shoes\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
[exit code 0, same as without the extension]
- 'GET' {closure}:5 server returned, unset
GET {"http.request.method":"GET","url.path":"/shop","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"192.0.2.7","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.request.header.x-tenant":["blue"],"http.response.status_code":200,"http.response.header.x-shop":["shoes"]}
