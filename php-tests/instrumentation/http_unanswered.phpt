--TEST--
The span of a request goes on until the response is sent, and has the status that the client gets, also where the callback leaves that to others
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

$ways = ['silent', 'silent-after-a-wait', 'status-only', 'written', 'kept', 'kept-after-a-wait', 'kept-with-its-request', 'kept-error', 'kept-silent', 'begun', 'deferred', 'sent-by-another', 'detached'];
$requests = array_map(fn ($way) => ['GET', "/$way", []], $ways);
foreach (['', "'enable_coroutine' => false,"] as $set) {
    $spans = compare_with_uninstrumented(http_program(<<<'PHP'
        function ($request, $response) use ($server) {
            static $kept = [];
            $waits = Swoole\Coroutine::getCid() > 0;
            match ($request->server['request_uri']) {
                '/silent' => null,
                '/silent-after-a-wait' => $waits && Swoole\Coroutine::sleep(0.001),
                '/status-only' => $response->status(404),
                '/written' => $response->write('a') && $response->write('b'),
                '/kept' => Swoole\Timer::after(20, fn () => $response->end('later')),
                '/kept-after-a-wait' => [$waits && Swoole\Coroutine::sleep(0.001), Swoole\Timer::after(20, fn () => $response->end('later'))],
                '/kept-with-its-request' => [$waits && Swoole\Coroutine::sleep(0.001), Swoole\Timer::after(20, fn () => $response->end($request->server['request_uri']))],
                '/kept-error' => $response->status(500) && Swoole\Timer::after(20, fn () => $response->status(202) && $response->end('later')),
                '/kept-silent' => Swoole\Timer::after(20, fn () => $response),
                '/begun' => $response->write('a') && Swoole\Timer::after(20, fn () => $response->write('b') && $response->end()),
                '/deferred' => $waits ? Swoole\Coroutine::defer(fn () => $response->status(500) && $response->status(202) && $response->end('later')) : $response->end('later'),
                '/sent-by-another' => $waits ? go(fn () => $response->end('at once')) : $response->end('at once'),
                '/detached' => $response->detach() && $server->send($response->fd, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n") && $server->close($response->fd),
            };
        }
        PHP, $requests, $set), ['traced_coroutine.instrument' => 'server']);
    foreach ($spans as $span) {
        if ($span['kind'] === 'server') {
            $path = $span['attributes']['url.path'];
            $waits = preg_match('/kept|begun/', $path) === 1 && $span['end_time_unix_nano'] - $span['start_time_unix_nano'] > 15_000_000;
            echo "$path ", $span['attributes']['http.response.status_code'] ?? 'no status', $waits ? ', goes on' : '', "\n";
        }
    }
}
--EXPECT--
GET /silent: "HTTP\/1.1 500 Internal Server Error\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /silent-after-a-wait: "HTTP\/1.1 500 Internal Server Error\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /status-only: "HTTP\/1.1 404 Not Found\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /written: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n"
GET /kept: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 5\r\n\r\nlater"
GET /kept-after-a-wait: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 5\r\n\r\nlater"
GET /kept-with-its-request: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 22\r\n\r\n\/kept-with-its-request"
GET /kept-error: "HTTP\/1.1 202 Accepted\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 5\r\n\r\nlater"
GET /kept-silent: "HTTP\/1.1 500 Internal Server Error\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /begun: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n"
GET /deferred: "HTTP\/1.1 202 Accepted\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 5\r\n\r\nlater"
GET /sent-by-another: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 7\r\n\r\nat once"
GET /detached: "HTTP\/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
[exit code 0, same as without the extension]
- 'GET' {closure}:5 server returned, error, 500
- 'GET' {closure}:5 server returned, error, 500
- 'GET' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, error, 500
- 'GET' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, unset
- 'GET' {closure}:5 server returned, unset
/silent 500
/silent-after-a-wait 500
/status-only 404
/written 200
/kept 200, goes on
/kept-after-a-wait 200, goes on
/kept-with-its-request 200, goes on
/kept-error 202, goes on
/kept-silent 500, goes on
/begun 200, goes on
/deferred 202
/sent-by-another 200
/detached no status
GET /silent: "HTTP\/1.1 500 Internal Server Error\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /silent-after-a-wait: "HTTP\/1.1 500 Internal Server Error\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /status-only: "HTTP\/1.1 404 Not Found\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /written: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n"
GET /kept: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 5\r\n\r\nlater"
GET /kept-after-a-wait: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 5\r\n\r\nlater"
GET /kept-with-its-request: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 22\r\n\r\n\/kept-with-its-request"
GET /kept-error: "HTTP\/1.1 202 Accepted\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 5\r\n\r\nlater"
GET /kept-silent: "HTTP\/1.1 500 Internal Server Error\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
GET /begun: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n"
GET /deferred: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 5\r\n\r\nlater"
GET /sent-by-another: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 7\r\n\r\nat once"
GET /detached: "HTTP\/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
[exit code 0, same as without the extension]
- [GET] server error
- [GET] server error
- [GET] server unset
- [GET] server unset
- [GET] server unset
- [GET] server unset
- [GET] server unset
- [GET] server unset
- [GET] server error
- [GET] server unset
- [GET] server unset
- [GET] server unset
- [GET] server unset
/silent 500
/silent-after-a-wait 500
/status-only 404
/written 200
/kept 200, goes on
/kept-after-a-wait 200, goes on
/kept-with-its-request 200, goes on
/kept-error 202, goes on
/kept-silent 500, goes on
/begun 200, goes on
/deferred 200
/sent-by-another 200
/detached no status
