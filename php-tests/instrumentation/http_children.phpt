--TEST--
What a request starts is in its trace, and the trace and the baggage of its caller go on
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

$caller = ['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'tracestate' => 'vendor=1', 'baggage' => 'tenant=blue'];
$unsampled = ['traceparent' => '00-0af7651916cd43dd8448eb211c80319d-b7ad6b7169203331-00'];
foreach (['', "'enable_coroutine' => false,"] as $set) {
    $spans = compare_with_uninstrumented(http_program(<<<'PHP'
        function ($request, $response) {
            static $count = 0;
            $count++;
            $baggage = class_exists('TracedCoroutine', false) ? TracedCoroutine::getBaggage() : [];
            $count > 2 || file_put_contents('php://stderr', $baggage === [] || $baggage === ['tenant' => 'blue'] ? '' : "!! baggage\n");
            if (Swoole\Coroutine::getCid() > 0) {
                go(function () { Swoole\Coroutine::sleep(0.001); });
            }
            $response->end('done');
        }
        PHP, [['GET', '/first', $caller], ['GET', '/malformed', ['traceparent' => '00-xyz']], ['GET', '/unsampled', $unsampled]], $set), remote: ['b7ad6b7169203331' => 'the caller']);
    foreach ($spans as $span) {
        $span['kind'] === 'server' && print(json_encode([$span['attributes']['url.path'], $span['parent_span_id'], $span['trace_state']], JSON_UNESCAPED_SLASHES) . "\n");
    }
}
--EXPECT--
GET /first: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\ndone"
GET /malformed: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\ndone"
GET /unsampled: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\ndone"
[exit code 0, same as without the extension]
- 'GET' {closure}:5 server returned, unset, child of the caller
  - {closure}:11 returned, unset
- 'GET' {closure}:5 server returned, unset
  - {closure}:11 returned, unset
["/first","b7ad6b7169203331","vendor=1"]
["/malformed",null,""]
GET /first: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\ndone"
GET /malformed: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\ndone"
GET /unsampled: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\ndone"
[exit code 0, same as without the extension]
- [GET] server unset, child of the caller
- [GET] server unset
["/first","b7ad6b7169203331","vendor=1"]
["/malformed",null,""]
