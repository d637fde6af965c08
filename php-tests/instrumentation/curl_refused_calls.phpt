--TEST--
A call that curl refuses, because the handle is under way or is another multi handle's, changes nothing of the request under way
--DESCRIPTION--
A second curl_exec(), or a curl_multi_add_handle(), of a handle from its own callback took the trace's headers away from the
redirected request, and had a span with the status of the response before. A curl_multi_remove_handle() from the wrong multi handle
ended the span, and the request went out without headers.
--EXTENSIONS--
curl
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

// With the hooks of Swoole 5.1.8 and 6.0.2 multi handles end the program by SIGSEGV, traced or not.
each_runtime(hooks_since: '6.2', body: static fn (string $way) => compare_requests(sprintf($way, <<<'PHP'
    $handle = function (string $path, array $options = []): CurlHandle {
        $handle = curl_init(BASE . $path);
        curl_setopt_array($handle, $options + [CURLOPT_RETURNTRANSFER => true, CURLOPT_FOLLOWLOCATION => true]);
        return $handle;
    };
    $run = function (CurlMultiHandle $multi): void {
        do {
            $status = curl_multi_exec($multi, $running);
            $running && curl_multi_select($multi, 1.0);
        } while ($running && $status === CURLM_OK);
    };
    in_trace(function () use ($handle, $run) {
        foreach ([[], [CURLOPT_HTTPHEADER => ['X-Mine: 1']]] as $options) {
            $multi = curl_multi_init();
            $easy = $handle('/again', $options);
            $lines = 0;
            curl_setopt($easy, CURLOPT_HEADERFUNCTION, function (CurlHandle $easy, string $line) use (&$lines, $multi): int {
                if ($lines++ === 0) {
                    var_dump(curl_exec($easy), curl_multi_add_handle($multi, $easy) === CURLM_OK);
                }
                return strlen($line);
            });
            echo curl_exec($easy), "\n";
        }
        $easy = $handle('/found');
        [$multi, $other] = [curl_multi_init(), curl_multi_init()];
        var_dump(curl_multi_add_handle($multi, $easy), curl_multi_remove_handle($other, $easy), curl_multi_add_handle($other, $easy) === CURLM_OK);
        $run($multi);
        var_dump(curl_multi_info_read($multi)['result'], curl_exec($easy));
    });
    PHP)));
--EXPECT--
bool(false)
bool(false)
answer to GET /found
bool(false)
bool(false)
answer to GET /found
int(0)
int(2)
bool(false)
int(0)
bool(false)
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client error
GET {"url.full":"http://127.0.0.1:PORT/again","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1","http.request.resend_count":1}
  sent: GET /again, GET /found
GET {"url.full":"http://127.0.0.1:PORT/again","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1","http.request.resend_count":1}
  sent: GET /again, GET /found
GET {"url.full":"http://127.0.0.1:PORT/found","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /found
GET {"url.full":"http://127.0.0.1:PORT/found","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","error.type":"CURLE_FAILED_INIT"}
  sent: nothing
