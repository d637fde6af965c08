--TEST--
A request of PHP's streams has the program's headers as without a trace, and those of the trace, however the option is written
--DESCRIPTION--
A text that ends in a null byte, and a list whose last key is the greatest that there is, were sent without the trace's headers; a
vertical tab at the end, which PHP leaves out, was sent, and a form feed, which it sends, was not.
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

compare_requests(<<<'PHP'
    in_trace(function () {
        $line = 'X-Referred: 1';
        $headers = [
            "X-Text: 1\v", "X-Text: 1\f", "X-Text: 1\0", "X-Text: 1\r\n\0", " \t\r\n\v\0X-Text: 1\r\n", "\v", '',
            [PHP_INT_MAX => 'X-List: 1'], ["X-List: 1\v"], [" \r\nX-List: 1"], ['X-List: 1', 5, null, 'X-More: 1'], [&$line, 'X-List: 1'], [''], [], 5, null,
        ];
        foreach ($headers as $number => $header) {
            echo $number, ' ', @file_get_contents(BASE . "/$number", false, stream_context_create(['http' => ['header' => $header]])), "\n";
        }
    });
    PHP);
--EXPECT--
0 answer to GET /0
1 answer to GET /1
2 answer to GET /2
3 answer to GET /3
4 answer to GET /4
5 answer to GET /5
6 answer to GET /6
7 answer to GET /7
8 answer to GET /8
9 answer to GET /9
10 answer to GET /10
11 answer to GET /11
12 answer to GET /12
13 answer to GET /13
14 answer to GET /14
15 answer to GET /15
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/0","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /0
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/1","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /1
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/2","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /2
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/3","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /3
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/4","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /4
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/5","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /5
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/6","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /6
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/7","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /7
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/8","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /8
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/9","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /9
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/10","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /10
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/11","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /11
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/12","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /12
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/13","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /13
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/14","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /14
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/15","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /15
