--TEST--
The URL of a curl handle's span has the port of CURLOPT_PORT, however that is set, copied and reset
--DESCRIPTION--
libcurl leaves it out of the URL that it says, so that the span named the port of the scheme.
--EXTENSIONS--
curl
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

each_runtime(static fn (string $way) => compare_requests(sprintf($way, <<<'PHP'
    $port = parse_url(BASE, PHP_URL_PORT);
    $ask = function (CurlHandle $handle, string $url): void {
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        curl_setopt($handle, CURLOPT_FOLLOWLOCATION, true);
        curl_setopt($handle, CURLOPT_URL, $url);
        echo curl_exec($handle), ' ', curl_errno($handle), "\n";
    };
    $handle = curl_init();
    curl_setopt($handle, CURLOPT_PORT, $port);
    in_trace(function () use ($ask, $handle, $port) {
        $ask($handle, 'http://127.0.0.1/set');
        $ask(curl_copy_handle($handle), 'http://127.0.0.1:2/copy');
        $ask(clone $handle, '127.0.0.1/clone');
        $ask($handle, 'http://127.0.0.1/again');
        curl_setopt_array($handle, [CURLOPT_PORT => '1', CURLOPT_TIMEOUT => 10]);
        $ask($handle, BASE . '/array');
        try {
            var_dump(curl_setopt($handle, CURLOPT_PORT, 65536));
        } catch (ValueError) {
            // Refused by a later PHP.
        }
        curl_setopt($handle, CURLOPT_PORT, 0);
        $ask($handle, BASE . '/none');
        curl_setopt($handle, CURLOPT_PORT, 1);
        curl_reset($handle);
        $ask($handle, BASE . '/reset');
    });
    PHP)));
--EXPECT--
answer to GET /set 0
answer to GET /copy 0
answer to GET /clone 0
answer to GET /found 0
 7
bool(false)
answer to GET /none 0
answer to GET /reset 0
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client error
  - [GET] client unset
  - [GET] client unset
GET {"url.full":"http://127.0.0.1:PORT/set","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /set
GET {"url.full":"http://127.0.0.1:PORT/copy","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /copy
GET {"url.full":"http://127.0.0.1:PORT/clone","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /clone
GET {"url.full":"http://127.0.0.1:PORT/again","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1","http.request.resend_count":1}
  sent: GET /again, GET /found
GET {"url.full":"http://127.0.0.1:1/array","server.address":"127.0.0.1","server.port":1,"http.request.method":"GET","error.type":"CURLE_COULDNT_CONNECT"}
  sent: nothing
GET {"url.full":"http://127.0.0.1:PORT/none","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /none
GET {"url.full":"http://127.0.0.1:PORT/reset","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /reset
