--TEST--
Messages of WebSockets, data of TCP connections and packets are spans of their own: with success, and what they start in them
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('it keeps the callback of handshake where PHP deprecates it');
--FILE--
<?php
require __DIR__ . '/../support/server_events.inc';

foreach (SERVERS as $name => [$server, $callbacks, $client]) {
    echo "=== $name\n";
    $spans = compare_with_uninstrumented(sprintf(PROGRAM, $server, $callbacks, $client, 'two', ''), remote: ['b7ad6b7169203331' => 'the caller']);
    print_events($spans);
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
=== events as objects
got one
"got two"
[exit code 0, same as without the extension]
- 'receive' {closure}:8 server returned, unset
- 'receive' {closure}:8 server returned, unset
receive {"swoole.fd":1}
receive {"swoole.fd":1}
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
