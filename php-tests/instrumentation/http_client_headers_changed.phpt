--TEST--
Headers that a program reads, copies or changes while a request is under way are its own afterwards, and the next request has its own trace
--DESCRIPTION--
Ours were left in any array but the one that they had been added to, so that all later requests of the client went into the wrong
trace; and they were taken out by their names alone, which took a header of the program's away.
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('its client has no write_func, in which the program changes them');
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

compare_requests(<<<'PHP'
    use Swoole\Coroutine\Http\Client;

    $changes = [
        'copied' => function (Client $client) { $client->setHeaders(($client->requestHeaders ?? []) + ['X-Seen' => '1']); },
        'held' => function (Client $client) {
            $GLOBALS['held'] = $client->requestHeaders;
            $client->requestHeaders['X-New'] = '2';
        },
        'referred to' => function (Client $client) {
            $GLOBALS['referred'] = &$client->requestHeaders;
            $client->requestHeaders['X-New'] = '3';
        },
        'one of the same name' => function (Client $client) { $client->requestHeaders['traceparent'] = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'; },
        'replaced' => function (Client $client) { $client->setHeaders([]); },
    ];
    go(function () use ($changes) {
        foreach ($changes as $name => $change) {
            foreach ([['X-Mine' => '1'], null] as $headers) {
                $client = new Client('127.0.0.1', parse_url(BASE, PHP_URL_PORT));
                $headers === null || $client->setHeaders($headers);
                $path = strtr($name, ' ', '-') . ($headers === null ? '-null' : '');
                $client->set(['write_func' => fn (Client $client, string $part) => $change($client)]);
                in_trace(fn () => $client->get("/$path/1"));
                echo "$path ", json_encode($client->requestHeaders), "\n";
                if ($name !== 'referred to') {
                    $client->set(['write_func' => null]);
                    in_trace(fn () => $client->get("/$path/2"));
                    echo json_encode($client->requestHeaders), "\n";
                }
                unset($GLOBALS['referred']);
            }
        }
    });
    Swoole\Event::wait();
    PHP, ['traced_coroutine.instrument' => 'http']);
--EXPECT--
copied {"X-Mine":"1","X-Seen":"1"}
{"X-Mine":"1","X-Seen":"1"}
copied-null {"X-Seen":"1"}
{"X-Seen":"1"}
held {"X-Mine":"1","X-New":"2"}
{"X-Mine":"1","X-New":"2"}
held-null {"X-New":"2"}
{"X-New":"2"}
referred-to {"X-Mine":"1","X-New":"3"}
referred-to-null {"X-New":"3"}
one-of-the-same-name {"X-Mine":"1","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
{"X-Mine":"1","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
one-of-the-same-name-null {"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
replaced []
[]
replaced-null []
[]
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
no header of a trace: GET /one-of-the-same-name/2
no header of a trace: GET /one-of-the-same-name-null/2
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/copied/1","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /copied/1
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/copied/2","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /copied/2
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/copied-null/1","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /copied-null/1
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/copied-null/2","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /copied-null/2
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/held/1","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /held/1
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/held/2","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /held/2
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/held-null/1","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /held-null/1
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/held-null/2","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /held-null/2
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/referred-to/1","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /referred-to/1
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/referred-to-null/1","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /referred-to-null/1
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/one-of-the-same-name/1","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /one-of-the-same-name/1
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/one-of-the-same-name/2","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: nothing
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/one-of-the-same-name-null/1","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /one-of-the-same-name-null/1
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/one-of-the-same-name-null/2","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: nothing
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/replaced/1","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /replaced/1
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/replaced/2","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /replaced/2
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/replaced-null/1","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /replaced-null/1
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/replaced-null/2","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /replaced-null/2
