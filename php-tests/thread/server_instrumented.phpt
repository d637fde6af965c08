--TEST--
Requests to a server whose workers are threads are traced without code, and answered as they are untraced
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_threads();
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';
require __DIR__ . '/../support/threads.inc';

$caller = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
$spans = compare_with_uninstrumented(http_program(<<<'PHP'
    function (Swoole\Http\Request $request, Swoole\Http\Response $response) {
        go(function (): void {
            Swoole\Coroutine::sleep(0.001);
        });
        Swoole\Coroutine\go(fn () => null);
        swoole_coroutine_create(fn () => null);
        $response->end('hello');
    }
    PHP, [['GET', '/hello', ['traceparent' => $caller]], ['GET', '/hello', []]], mode: 'SWOOLE_THREAD'), remote: ['b7ad6b7169203331' => 'caller']);
echo count(values_of($spans, 'thread.id')), ' thread, ', values_of($spans, 'thread.id') === [null] ? '!! the main one' : 'not the main one', "\n";
--EXPECT--
GET /hello: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 5\r\n\r\nhello"
GET /hello: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 5\r\n\r\nhello"
[exit code 0, same as without the extension]
- 'GET' {closure}:5 server returned, unset, child of caller
  - {closure}:6 returned, unset
  - {closure}:9 returned, unset
  - {closure}:10 returned, unset
- 'GET' {closure}:5 server returned, unset
  - {closure}:6 returned, unset
  - {closure}:9 returned, unset
  - {closure}:10 returned, unset
1 thread, not the main one
