--TEST--
Each request of curl_exec() is a span of kind CLIENT, the server gets its context, and the program notices nothing
--EXTENSIONS--
curl
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

redact_credentials_of('#part');
each_runtime(static fn (string $way) => compare_requests(sprintf($way, <<<'PHP'
    $ask = function (string $url, array $options = []): void {
        $handle = curl_init($url);
        curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true] + $options);
        $result = curl_exec($handle);
        echo json_encode([$result, curl_errno($handle), curl_getinfo($handle, CURLINFO_RESPONSE_CODE)]), "\n";
        echo 'compared: ', preg_replace('/\d+ ms/', '', curl_error($handle)), "\n";
    };
    $ask(BASE . '/without-parent');
    in_trace(function () use ($ask) {
        class_exists('TracedCoroutine', false) && TracedCoroutine::setBaggage('tenant', 'blue');
        $ask(BASE . '/found?a=1&sig=secret');
        $ask(str_replace('http://', 'http://me:pass@', BASE) . '/found#part', [CURLOPT_POSTFIELDS => 'a=1']);
        $ask(BASE . '/404');
        $ask(BASE . '/500', [CURLOPT_CUSTOMREQUEST => 'PATCH', CURLOPT_FAILONERROR => true]);
        $ask(BASE . '/503', [CURLOPT_NOBODY => true]);
        $ask(BASE . '/again', [CURLOPT_FOLLOWLOCATION => true]);
        $ask(BASE . '/found', [CURLOPT_CUSTOMREQUEST => 'PROPFIND']);
        $ask(CLOSED . '/closed');
        $ask(BASE . '/given-up', [CURLOPT_NOPROGRESS => false, CURLOPT_PROGRESSFUNCTION => fn () => 1]);
        $ask('file:///missing');
        try {
            $ask(BASE . '/thrown', [CURLOPT_WRITEFUNCTION => fn () => throw new LogicException('in the callback')]);
        } catch (LogicException $exception) {
            echo get_class($exception), ' ', $exception->getMessage(), "\n";
        }
        try {
            curl_exec(new stdClass());
        } catch (TypeError $error) {
            echo $error->getMessage(), "\n";
        }
    });
    $ask(BASE . '/afterwards');
    PHP)));
--EXPECT--
["answer to GET \/without-parent",0,200]
compared
["answer to GET \/found",0,200]
compared
["answer to POST \/found",0,200]
compared
["answer to GET \/404",0,404]
compared
[false,22,500]
compared
["",0,503]
compared
["answer to GET \/found",0,200]
compared
["answer to PROPFIND \/found",0,200]
compared
[false,7,0]
compared
[false,42,0]
compared
[false,37,0]
compared
LogicException in the callback
curl_exec(): Argument #1 ($handle) must be of type CurlHandle, stdClass given
["answer to GET \/afterwards",0,200]
compared:
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [POST] client unset
  - [GET] client error
  - [PATCH] client error
  - [HEAD] client error
  - [GET] client unset
  - [HTTP] client unset
  - [GET] client error
  - [GET] client unset
  - [GET] client error, "in the callback"
      ! exception LogicException: in the callback
no header of a trace: GET /without-parent
no header of a trace: GET /afterwards
GET {"url.full":"http://127.0.0.1:PORT/found?a=1&sig=REDACTED","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /found?a=1&sig=secret with baggage tenant=blue
POST {"url.full":"http://REDACTED:REDACTED@127.0.0.1:PORT/found#part","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"POST","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: POST /found with baggage tenant=blue
GET {"url.full":"http://127.0.0.1:PORT/404","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":404,"network.protocol.version":"1.1","error.type":"404"}
  sent: GET /404 with baggage tenant=blue
PATCH {"url.full":"http://127.0.0.1:PORT/500","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"PATCH","error.type":"500","http.response.status_code":500,"network.protocol.version":"1.1"}
  sent: PATCH /500 with baggage tenant=blue
HEAD {"url.full":"http://127.0.0.1:PORT/503","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"HEAD","http.response.status_code":503,"network.protocol.version":"1.1","error.type":"503"}
  sent: HEAD /503 with baggage tenant=blue
GET {"url.full":"http://127.0.0.1:PORT/again","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1","http.request.resend_count":1}
  sent: GET /again with baggage tenant=blue, GET /found with baggage tenant=blue
HTTP {"url.full":"http://127.0.0.1:PORT/found","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"_OTHER","http.request.method_original":"PROPFIND","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: PROPFIND /found with baggage tenant=blue
GET {"url.full":"http://127.0.0.1:1/closed","server.address":"127.0.0.1","server.port":1,"http.request.method":"GET","error.type":"CURLE_COULDNT_CONNECT"}
  sent: nothing
GET {"url.full":"http://127.0.0.1:PORT/given-up","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET"}
  sent: nothing
GET {"url.full":"http://127.0.0.1:PORT/thrown","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1","error.type":"LogicException"}
  sent: GET /thrown with baggage tenant=blue
