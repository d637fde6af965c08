--TEST--
Each request to Swoole's HTTP server is a span of kind SERVER with the conventions' attributes, and is answered as it is untraced
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

$requests = [
    ['GET', '/hello?a=1&sig=secret', ['User-Agent' => 'test/1.0']],
    ['POST', '/missing', ['Host' => '[::1]']],
    ['GET', '/text', []],
    ['PUT', '/moved', []],
    ['GET', '/moved-for-good', []],
    ['GET', '/silent', []],
    ['GET', '/again', []],
    ['PROPFIND', '/hello', []],
];
$spans = compare_with_uninstrumented(http_program(<<<'PHP'
    function (Swoole\Http\Request $request, Swoole\Http\Response $response) {
        match ($request->server['request_uri']) {
            '/hello' => $response->end(json_encode($request->get)),
            '/missing' => $response->status(404) && $response->end('none'),
            '/text' => $response->setStatusCode('503', 'Busy') && $response->end('busy'),
            '/moved' => $response->redirect('/hello'),
            '/moved-for-good' => $response->redirect('/hello', 301),
            '/silent' => null,
            '/again' => $response->status(500) && $response->status(201) && $response->end(),
        };
    }
    PHP, $requests));
print_server_spans($spans);
--EXPECT--
GET /hello?a=1&sig=secret: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 24\r\n\r\n{\"a\":\"1\",\"sig\":\"secret\"}"
POST /missing: "HTTP\/1.1 404 Not Found\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\nnone"
GET /text: "HTTP\/1.1 503 Busy\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\nbusy"
PUT /moved: "HTTP\/1.1 302 Found\r\nLocation: \/hello\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /moved-for-good: "HTTP\/1.1 301 Moved Permanently\r\nLocation: \/hello\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /silent: "HTTP\/1.1 500 Internal Server Error\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /again: "HTTP\/1.1 201 Created\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
PROPFIND /hello: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\nnull"
[exit code 0, same as without the extension]
- 'GET' {closure}:5 server returned, unset
- 'POST' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, error, 503
- 'PUT' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, error, 500
- 'GET' {closure}:5 server returned, unset
- 'HTTP' {closure}:5 server returned, unset
GET {"http.request.method":"GET","url.path":"/hello","url.query":"a=1&sig=REDACTED","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","user_agent.original":"test/1.0","http.response.status_code":200}
POST {"http.request.method":"POST","url.path":"/missing","url.scheme":"http","server.address":"::1","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.response.status_code":404}
GET {"http.request.method":"GET","url.path":"/text","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.response.status_code":503,"error.type":"503"}
PUT {"http.request.method":"PUT","url.path":"/moved","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.response.status_code":302}
GET {"http.request.method":"GET","url.path":"/moved-for-good","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.response.status_code":301}
GET {"http.request.method":"GET","url.path":"/silent","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.response.status_code":500,"error.type":"500"}
GET {"http.request.method":"GET","url.path":"/again","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.response.status_code":201}
HTTP {"http.request.method":"_OTHER","http.request.method_original":"PROPFIND","url.path":"/hello","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.response.status_code":200}
