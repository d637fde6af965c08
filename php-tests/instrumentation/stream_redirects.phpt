--TEST--
A URL whose redirections end in a failure: a status, a server that is away, too many of them
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

compare_requests(<<<'PHP'
    in_trace(function () {
        foreach (['/again' => 20, '/to-404' => 20, '/to-closed' => 20, '/loop' => 3, '/again?one' => '1', '/again?none' => 0] as $path => $max) {
            $context = stream_context_create(['http' => ['max_redirects' => $max]]);
            echo "$path: ", json_encode(@file_get_contents(BASE . $path, false, $context)), "\n";
            echo 'compared: ', json_encode(error_get_last()['message'] ?? null), "\n";
            error_clear_last();
        }
        echo json_encode(@file_get_contents(CLOSED, false, $context)), "\n";
    });
    PHP);
--EXPECT--
/again: "answer to GET \/found"
compared
/to-404: false
compared
/to-closed: false
compared
/loop: false
compared
/again?one: false
compared
/again?none: false
compared
false
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client error
  - [GET] client error
  - [GET] client error
  - [GET] client error
  - [GET] client error
  - [GET] client error
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/again","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1","http.request.resend_count":1}
  sent: GET /again, GET /found
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/to-404","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":404,"http.request.resend_count":1,"error.type":"404"}
  sent: GET /to-404, GET /404
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/to-closed","server.address":"127.0.0.1","server.port":"(port)","http.request.resend_count":1,"error.type":"connection_failed"}
  sent: GET /to-closed
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/loop","server.address":"127.0.0.1","server.port":"(port)","http.request.resend_count":2,"error.type":"too_many_redirects"}
  sent: GET /loop, GET /loop, GET /loop
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/again?one","server.address":"127.0.0.1","server.port":"(port)","error.type":"too_many_redirects"}
  sent: GET /again?one
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/again?none","server.address":"127.0.0.1","server.port":"(port)","error.type":"too_many_redirects"}
  sent: GET /again?none
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:1","server.address":"127.0.0.1","server.port":1,"error.type":"connection_failed"}
  sent: nothing
