--TEST--
An http URL that is opened to be written to has no span: PHP refuses it before it connects
--DESCRIPTION--
Each had a span of a request that could not connect.
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

compare_requests(<<<'PHP'
    in_trace(function () {
        var_dump(@file_put_contents(BASE . '/put', 'text'), @copy(__FILE__, BASE . '/copy'));
        foreach (['w', 'a', 'x', 'c', 'r+', 'rb', 'rt'] as $mode) {
            $stream = @fopen(BASE . "/$mode", $mode);
            echo json_encode([$mode, $stream ? stream_get_contents($stream) : false]), "\n";
        }
    });
    PHP);
--EXPECT--
bool(false)
bool(false)
["w",false]
["a",false]
["x",false]
["c","answer to GET \/c"]
["r+",false]
["rb","answer to GET \/rb"]
["rt","answer to GET \/rt"]
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/c","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /c
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/rb","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /rb
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/rt","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /rt
