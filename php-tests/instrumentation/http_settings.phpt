--TEST--
Headers are captured, paths left out and proxies believed by settings
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('6.1', 'its HTTP parser takes a whole URL for a target');
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

$spans = compare_with_uninstrumented(http_program(<<<'PHP'
    function ($request, $response) {
        $response->header('X-Shop', 'shoes');
        foreach (['X-Int' => 5, 'X-Float' => 2.5, 'X-True' => true, 'X-Null' => null, 'X-List' => ['a', 7]] as $name => $value) {
            $response->header($name, $value);
        }
        // Its text is code of the program's.
        $response->header('X-Object', new class { function __toString() { return 'text'; } });
        $response->end();
    }
    PHP, [
        ['GET', '/healthz', []],
        ['GET', '/static/a.css', []],
        ['GET', 'http://user:secret@other.example:8080/healthz', []],
        ['GET', 'http://user:secret@other.example:8080/orders?a=b', []],
        ['GET', '/shop', ['X-Tenant' => 'blue', 'Cookie' => 'a=b', 'X-Forwarded-For' => '192.0.2.7, 10.0.0.1']],
    ]), [
        'traced_coroutine.instrument' => 'server',
        'traced_coroutine.server.request_headers' => 'x-tenant, X-None',
        'traced_coroutine.server.response_headers' => 'X-Shop, X-Int, X-Float, X-True, X-Null, X-List, X-Object',
        'traced_coroutine.server.excluded_paths' => '/health*, *.css',
        'traced_coroutine.server.forwarded' => '1',
    ]);
print_server_spans($spans);
--EXPECT--
GET /healthz: "HTTP\/1.1 200 OK\r\nX-Shop: shoes\r\nX-Int: 5\r\nX-Float: 2.5\r\nX-True: 1\r\nX-List: a\r\nX-List: 7\r\nX-Object: text\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /static/a.css: "HTTP\/1.1 200 OK\r\nX-Shop: shoes\r\nX-Int: 5\r\nX-Float: 2.5\r\nX-True: 1\r\nX-List: a\r\nX-List: 7\r\nX-Object: text\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET http://user:secret@other.example:8080/healthz: "HTTP\/1.1 200 OK\r\nX-Shop: shoes\r\nX-Int: 5\r\nX-Float: 2.5\r\nX-True: 1\r\nX-List: a\r\nX-List: 7\r\nX-Object: text\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET http://user:secret@other.example:8080/orders?a=b: "HTTP\/1.1 200 OK\r\nX-Shop: shoes\r\nX-Int: 5\r\nX-Float: 2.5\r\nX-True: 1\r\nX-List: a\r\nX-List: 7\r\nX-Object: text\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /shop: "HTTP\/1.1 200 OK\r\nX-Shop: shoes\r\nX-Int: 5\r\nX-Float: 2.5\r\nX-True: 1\r\nX-List: a\r\nX-List: 7\r\nX-Object: text\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
[exit code 0, same as without the extension]
- 'GET' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, unset
GET {"http.request.method":"GET","url.path":"/orders","url.query":"a=b","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.response.status_code":200,"http.response.header.x-shop":["shoes"],"http.response.header.x-int":["5"],"http.response.header.x-float":["2.5"],"http.response.header.x-true":["1"],"http.response.header.x-list":["a","7"]}
GET {"http.request.method":"GET","url.path":"/shop","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"192.0.2.7","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.request.header.x-tenant":["blue"],"http.response.status_code":200,"http.response.header.x-shop":["shoes"],"http.response.header.x-int":["5"],"http.response.header.x-float":["2.5"],"http.response.header.x-true":["1"],"http.response.header.x-list":["a","7"]}
