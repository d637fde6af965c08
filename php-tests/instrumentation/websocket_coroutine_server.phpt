--TEST--
A WebSocket of Swoole\Coroutine\Http\Server: the request is over when the connection is upgraded, and each message is a trace of its own that is linked to it
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('it has no Swoole\Coroutine\Http\Server');
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

const PROGRAM = <<<'PHP'
    <?php
    function child(): void { Swoole\Coroutine::sleep(0.001); }
    Swoole\Coroutine\run(function () {
        $server = new Swoole\Coroutine\Http\Server('127.0.0.1', 0);
        $server->handle('/chat', function ($request, $response) {
            go('child');
            echo json_encode($response->upgrade()), "\n";
            go('child');
            while (($frame = $response->recv(5)) && $frame->data !== 'close') {
                go('child');
                $frame->data === 'throws' && throw new LogicException('thrown');
                $response->push("got $frame->data");
            }
            $response->close();
        });
        $server->handle('/refused', function ($request, $response) { echo json_encode($response->upgrade()), "\n"; });
        go(function () use ($server) {
            $client = new Swoole\Coroutine\Http\Client('127.0.0.1', $server->port);
            $client->get('/refused');
            echo $client->statusCode, "\n";
            $client = new Swoole\Coroutine\Http\Client('127.0.0.1', $server->port);
            echo json_encode($client->upgrade('/chat')), "\n";
            foreach (['one', 'LAST', 'close'] as $message) {
                $client->push($message);
                echo json_encode($client->recv(1)->data ?? null), "\n";
            }
            $client->close();
            $server->shutdown();
        });
        $server->start();
    });
    PHP;

foreach (['two', 'throws'] as $last) {
    $spans = compare_with_uninstrumented(str_replace('LAST', $last, PROGRAM));
    $names = array_column($spans, 'name', 'span_id');
    foreach ($spans as $span) {
        if ($span['kind'] === 'server') {
            $links = array_map(fn ($link) => ' -> ' . $names[$link['span_id']], $span['links']);
            echo $span['name'], ' ', $span['attributes']['http.response.status_code'] ?? '-', implode($links), "\n";
        }
    }
}
--EXPECT--
false
400
true
true
"got one"
"got two"
null
[exit code 0, same as without the extension]
- [GET] server unset
- [GET] server unset
  - child:2 returned, unset
- [message] server unset
    ~ GET
  - child:2 returned, unset
- [message] server unset
    ~ GET
  - child:2 returned, unset
- [message] server unset
    ~ GET
GET 400
GET 101
message - -> GET
message - -> GET
message - -> GET
false
400
true
true
"got one"

Fatal error: Uncaught LogicException: thrown in program.php:11
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Http\Request), Object(Swoole\Http\Response))
#1 [internal function]: Swoole\Coroutine\Http\Server->onAccept(Object(Swoole\Coroutine\Socket))
#2 {main}
  thrown in program.php on line 11
null
null
[exit code 255, same as without the extension]
- [GET] server unset
- [GET] server unset
  - child:2 returned, unset
- [message] server unset
    ~ GET
  - child:2 returned, unset
- [message] server error, "thrown"
    ~ GET
    ! exception LogicException: thrown
  - child:2 returned, unset
GET 400
GET 101
message - -> GET
message - -> GET
