--TEST--
A curl handle's URL is read as libcurl reads it: without a scheme, with another URL in its query, and with one to three slashes behind the scheme
--DESCRIPTION--
A URL without a scheme that had "://" in its query had no span and sent no header. The credentials behind three slashes were
shown where the handle had not run, and the session of a signed URL was.
--EXTENSIONS--
curl
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

redact_credentials_of('/c');
each_runtime(static fn (string $way) => compare_requests(sprintf($way, <<<'PHP'
    $host = substr(BASE, strlen('http://'));
    $urls = [
        "$host/a?to=http://shop.example/",
        "http:/$host/b",
        "http:///me:pass@$host/c",
        "$host/d?X-Amz-Credential=a&X-Amz-Security-Token=b&X-Amz-Signature=c&X-Amz-Date=d",
        "$host/again",
    ];
    in_trace(function () use ($urls) {
        foreach ($urls as $url) {
            $handle = curl_init($url);
            curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_FOLLOWLOCATION => true]);
            echo curl_exec($handle), ' ', curl_errno($handle), "\n";
        }
    });
    in_trace(function () use ($urls) {
        $multi = curl_multi_init();
        $handle = curl_init($urls[2]);
        curl_multi_add_handle($multi, $handle);
        curl_multi_remove_handle($multi, $handle);
    });
    PHP)));
--EXPECT--
answer to GET /a 0
answer to GET /b 0
answer to GET /c 0
answer to GET /d 0
answer to GET /found 0
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
- [root] unset
  - [HTTP] client error
GET {"url.full":"http://127.0.0.1:PORT/a?to=http://shop.example/","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /a?to=http://shop.example/
GET {"url.full":"http://127.0.0.1:PORT/b","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /b
GET {"url.full":"http://REDACTED:REDACTED@127.0.0.1:PORT/c","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /c
GET {"url.full":"http://127.0.0.1:PORT/d?X-Amz-Credential=REDACTED&X-Amz-Security-Token=REDACTED&X-Amz-Signature=REDACTED&X-Amz-Date=d","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /d?X-Amz-Credential=a&X-Amz-Security-Token=b&X-Amz-Signature=c&X-Amz-Date=d
GET {"url.full":"http://127.0.0.1:PORT/again","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1","http.request.resend_count":1}
  sent: GET /again, GET /found
HTTP {"url.full":"http://REDACTED:REDACTED@127.0.0.1:PORT/c","server.address":"127.0.0.1","server.port":"(port)","error.type":"_OTHER","http.request.method":"_OTHER"}
  sent: nothing
