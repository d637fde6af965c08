--TEST--
Messages of WebSockets, data of TCP connections and packets are spans of their own: with success, with an exception, and what they start in them
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('it keeps the callback of handshake where PHP deprecates it');
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

/** What a server of each kind does with an event, and a client that makes it happen. */
const SERVERS = [
    'websocket' => [
        'new Swoole\WebSocket\Server("127.0.0.1", 0, SWOOLE_BASE)',
        '$server->on("open", function ($server, $request) { go("child"); });
         $server->on("message", function ($server, $frame) { go("child"); $frame->data === "throws" && throw new LogicException("thrown"); $server->push($frame->fd, "got $frame->data"); });',
        '$client = new Swoole\Coroutine\Http\Client("127.0.0.1", $server->port); $client->setHeaders(CALLER); echo json_encode($client->upgrade("/chat?room=1")), "\n";
         $client->push("one"); echo $client->recv(5)->data, "\n"; $client->push(LAST); echo json_encode($client->recv(5)->data ?? null), "\n"; $client->close();',
    ],
    'websocket with a handshake of its own' => [
        'new Swoole\WebSocket\Server("127.0.0.1", 0, SWOOLE_BASE)',
        '$server->on("handshake", function ($request, $response) {
             foreach (["Upgrade" => "websocket", "Connection" => "Upgrade", "Sec-WebSocket-Version" => "13", "Sec-WebSocket-Accept" => base64_encode(sha1($request->header["sec-websocket-key"] . "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", true))] as $name => $value) {
                 $response->header($name, $value);
             }
             $response->status(101);
             $response->end();
         });
         $server->on("message", function ($server, $frame) { $frame->data === "throws" && throw new LogicException("thrown"); $server->push($frame->fd, "got $frame->data"); });',
        '$client = new Swoole\Coroutine\Http\Client("127.0.0.1", $server->port); $client->setHeaders(CALLER); echo json_encode($client->upgrade("/chat")), "\n";
         $client->push("one"); echo $client->recv(5)->data, "\n"; $client->push(LAST); echo json_encode($client->recv(5)->data ?? null), "\n"; $client->close();',
    ],
    'tcp' => [
        'new Swoole\Server("127.0.0.1", 0, SWOOLE_BASE)',
        '$server->on("receive", function ($server, $fd, $reactor, $data) { go("child"); $data === "throws" && throw new LogicException("thrown"); $server->send($fd, "got $data"); });',
        '$client = new Swoole\Coroutine\Client(SWOOLE_SOCK_TCP); $client->connect("127.0.0.1", $server->port);
         $client->send("one"); echo $client->recv(5), "\n"; $client->send(LAST); echo json_encode($client->recv(5)), "\n"; $client->close();',
    ],
    'udp' => [
        'new Swoole\Server("127.0.0.1", 0, SWOOLE_BASE, SWOOLE_SOCK_UDP)',
        '$server->on("packet", function ($server, $data, $client) { go("child"); $data === "throws" && throw new LogicException("thrown"); $server->sendto($client["address"], $client["port"], "got $data"); });',
        '$client = new Swoole\Coroutine\Client(SWOOLE_SOCK_UDP); $client->connect("127.0.0.1", $server->port);
         $client->send("one"); echo $client->recv(5), "\n"; $client->send(LAST); echo json_encode($client->recv(1)), "\n"; $client->close();',
    ],
    'events as objects' => [
        'new Swoole\Server("127.0.0.1", 0, SWOOLE_BASE)',
        '$server->set(["event_object" => true]);
         $server->on("receive", function ($server, $event) { $event->data === "throws" && throw new LogicException("thrown"); $server->send($event->fd, "got $event->data"); });',
        '$client = new Swoole\Coroutine\Client(SWOOLE_SOCK_TCP); $client->connect("127.0.0.1", $server->port);
         $client->send("one"); echo $client->recv(5), "\n"; $client->send(LAST); echo json_encode($client->recv(5)), "\n"; $client->close();',
    ],
];
const PROGRAM = <<<'PHP'
    <?php
    const CALLER = ['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'];
    const LAST = '%4$s';
    function child(): void { Swoole\Coroutine::sleep(0.001); }
    $server = %1$s;
    $server->set(['worker_num' => 1, 'log_file' => '/dev/null', 'reload_async' => false, %5$s]);
    %2$s
    $server->on('workerStart', function ($server) {
        Swoole\Timer::after(1, fn () => go(function () use ($server) {
            %3$s
            Swoole\Coroutine::sleep(0.01);
            $server->shutdown();
        }));
    });
    $server->start();
    PHP;

foreach (SERVERS as $name => [$server, $callbacks, $client]) {
    echo "=== $name\n";
    $spans = compare_with_uninstrumented(sprintf(PROGRAM, $server, $callbacks, $client, 'two', ''), remote: ['b7ad6b7169203331' => 'the caller']);
    print_events($spans);
    // A child would be abandoned, or not.
    $callbacks = str_replace('go("child");', '', $callbacks);
    compare_with_uninstrumented(sprintf(PROGRAM, $server, $callbacks, $client, 'throws', ''), remote: ['b7ad6b7169203331' => 'the caller']);
}
foreach (['websocket', 'tcp', 'udp'] as $name) {
    echo "=== $name without coroutines\n";
    [$server, $callbacks, $client] = str_replace('go("child");', '', SERVERS[$name]);
    compare_with_uninstrumented(sprintf(PROGRAM, $server, $callbacks, $client, 'two', "'enable_coroutine' => false"), remote: ['b7ad6b7169203331' => 'the caller']);
}

/** The spans of events: what they say, and which they are linked to. */
function print_events(array $spans): void
{
    $names = array_column($spans, 'name', 'span_id');
    foreach ($spans as $span) {
        if ($span['kind'] === 'server') {
            $said = json_encode(said_attributes($span), JSON_UNESCAPED_SLASHES);
            $links = array_map(fn ($link) => ' -> ' . $names[$link['span_id']], $span['links']);
            echo $span['name'], ' ', preg_replace('/"(server\.port|network\.peer\.port)":\d+/', '"$1":"(port)"', $said), implode($links), "\n";
        }
    }
}
--EXPECT--
=== websocket
true
got one
"got two"
[exit code 0, same as without the extension]
- 'GET' {closure}:7 server returned, unset, child of the caller
  - child:4 returned, unset
- 'message' {closure}:8 server returned, unset
    ~ GET
  - child:4 returned, unset
- 'message' {closure}:8 server returned, unset
    ~ GET
  - child:4 returned, unset
GET {"http.request.method":"GET","url.path":"/chat","url.query":"room=1","url.scheme":"http","server.address":"127.0.0.1","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.response.status_code":101}
message {"swoole.fd":1} -> GET
message {"swoole.fd":1} -> GET
true
got one

Fatal error: Uncaught LogicException: thrown in program.php:8
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\WebSocket\Server), Object(Swoole\WebSocket\Frame))
#1 {main}
  thrown in program.php on line 8
[exit code 255, same as without the extension]
- 'GET' {closure}:7 server returned, unset, child of the caller
- 'message' {closure}:8 server returned, unset
    ~ GET
- 'message' {closure}:8 server exception, error, LogicException, "thrown"
    ~ GET
    ! exception LogicException: thrown
=== websocket with a handshake of its own
true
got one
"got two"
[exit code 0, same as without the extension]
- 'GET' {closure}:7 server returned, unset, child of the caller
- 'message' {closure}:14 server returned, unset
    ~ GET
- 'message' {closure}:14 server returned, unset
    ~ GET
GET {"http.request.method":"GET","url.path":"/chat","url.scheme":"http","server.address":"127.0.0.1","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1","http.response.status_code":101}
message {"swoole.fd":1} -> GET
message {"swoole.fd":1} -> GET
true
got one

Fatal error: Uncaught LogicException: thrown in program.php:14
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\WebSocket\Server), Object(Swoole\WebSocket\Frame))
#1 {main}
  thrown in program.php on line 14
[exit code 255, same as without the extension]
- 'GET' {closure}:7 server returned, unset, child of the caller
- 'message' {closure}:14 server returned, unset
    ~ GET
- 'message' {closure}:14 server exception, error, LogicException, "thrown"
    ~ GET
    ! exception LogicException: thrown
=== tcp
got one
"got two"
[exit code 0, same as without the extension]
- 'receive' {closure}:7 server returned, unset
  - child:4 returned, unset
- 'receive' {closure}:7 server returned, unset
  - child:4 returned, unset
receive {"swoole.fd":1}
receive {"swoole.fd":1}
got one

Fatal error: Uncaught LogicException: thrown in program.php:7
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Server), 1, 0, '...')
#1 {main}
  thrown in program.php on line 7
[exit code 255, same as without the extension]
- 'receive' {closure}:7 server returned, unset
- 'receive' {closure}:7 server exception, error, LogicException, "thrown"
    ! exception LogicException: thrown
=== udp
got one
"got two"
[exit code 0, same as without the extension]
- 'packet' {closure}:7 server returned, unset
  - child:4 returned, unset
- 'packet' {closure}:7 server returned, unset
  - child:4 returned, unset
packet {"network.peer.port":"(port)","network.peer.address":"127.0.0.1"}
packet {"network.peer.port":"(port)","network.peer.address":"127.0.0.1"}
got one

Fatal error: Uncaught LogicException: thrown in program.php:7
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Server), '...', Array)
#1 {main}
  thrown in program.php on line 7
[exit code 255, same as without the extension]
- 'packet' {closure}:7 server returned, unset
- 'packet' {closure}:7 server exception, error, LogicException, "thrown"
    ! exception LogicException: thrown
=== events as objects
got one
"got two"
[exit code 0, same as without the extension]
- 'receive' {closure}:8 server returned, unset
- 'receive' {closure}:8 server returned, unset
receive {"swoole.fd":1}
receive {"swoole.fd":1}
got one

Fatal error: Uncaught LogicException: thrown in program.php:8
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Server), Object(Swoole\Server\Event))
#1 {main}
  thrown in program.php on line 8
[exit code 255, same as without the extension]
- 'receive' {closure}:8 server returned, unset
- 'receive' {closure}:8 server exception, error, LogicException, "thrown"
    ! exception LogicException: thrown
=== websocket without coroutines
true
got one
"got two"
[exit code 0, same as without the extension]
- [GET] server unset, child of the caller
- [message] server unset
    ~ GET
- [message] server unset
    ~ GET
=== tcp without coroutines
got one
"got two"
[exit code 0, same as without the extension]
- [receive] server unset
- [receive] server unset
=== udp without coroutines
got one
"got two"
[exit code 0, same as without the extension]
- [packet] server unset
- [packet] server unset
