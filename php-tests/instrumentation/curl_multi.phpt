--TEST--
A multi handle's requests have a span each, from when a handle is added to when its request is done
--EXTENSIONS--
curl
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

// With the hooks of Swoole 5.1.8 and 6.0.2 the program dies by SIGSEGV, traced or not.
each_runtime(hooks_since: '6.2', body: static fn (string $way) => compare_requests(sprintf($way, <<<'PHP'
    $handle = function (string $url): CurlHandle {
        $handle = curl_init($url);
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        curl_setopt($handle, CURLOPT_HTTPHEADER, ['X-Mine: 1']);
        return $handle;
    };
    $run = function (CurlMultiHandle $multi): void {
        do {
            $status = curl_multi_exec($multi, $running);
            $running && curl_multi_select($multi, 1.0);
        } while ($running && $status === CURLM_OK);
    };
    in_trace(function () use ($handle, $run) {
        // One after the other, so that the order is always the same.
        foreach ([BASE . '/found', BASE . '/404', CLOSED . '/closed'] as $url) {
            $multi = curl_multi_init();
            $easy = $handle($url);
            var_dump(curl_multi_add_handle($multi, $easy));
            var_dump(curl_multi_add_handle($multi, $easy) === CURLM_OK);
            var_dump(@curl_exec($easy));
            $run($multi);
            $message = curl_multi_info_read($multi, $left);
            echo json_encode([$message['msg'], $message['result'], $message['handle'] === $easy, $left, curl_multi_info_read($multi)]), "\n";
            echo curl_multi_getcontent($easy), "\n";
            var_dump(curl_multi_remove_handle($multi, $easy));
            curl_multi_close($multi);
        }
    });
    in_trace(function () use ($handle, $run) {
        $multi = curl_multi_init();
        curl_multi_add_handle($multi, $easy = $handle(BASE . '/not-read'));
        $run($multi);
        echo curl_multi_getcontent($easy), "\n";
        curl_multi_remove_handle($multi, $easy);
        curl_multi_add_handle($multi, $easy = $handle(BASE . '/never-run'));
        curl_multi_remove_handle($multi, $easy);
        curl_multi_add_handle($multi, $closed = $handle(BASE . '/closed-with-the-multi'));
        curl_multi_close($multi);
        $multi = curl_multi_init();
        curl_multi_add_handle($multi, $freed = $handle(BASE . '/freed-with-the-multi'));
        unset($multi);
        echo curl_exec($closed), curl_exec($freed), "\n";
        try {
            curl_multi_add_handle($handle(BASE), 1);
        } catch (TypeError $error) {
            echo $error->getMessage(), "\n";
        }
    });
    $multi = curl_multi_init();
    curl_multi_add_handle($multi, $easy = $handle(BASE . '/without-parent'));
    $run($multi);
    echo json_encode(curl_multi_info_read($multi)['result']), curl_multi_getcontent($easy), "\n";
    PHP)));
--EXPECT--
int(0)
bool(false)
bool(false)
[1,0,true,0,false]
answer to GET /found
int(0)
int(0)
bool(false)
bool(false)
[1,0,true,0,false]
answer to GET /404
int(0)
int(0)
bool(false)
bool(false)
[1,7,true,0,false]

int(0)
answer to GET /not-read
answer to GET /closed-with-the-multianswer to GET /freed-with-the-multi
curl_multi_add_handle(): Argument #1 ($multi_handle) must be of type CurlMultiHandle, CurlHandle given
0answer to GET /without-parent
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client error
  - [GET] client error
- [root] unset
  - [GET] client unset
  - [HTTP] client error
  - [HTTP] client error
  - [HTTP] client error
  - [GET] client unset
  - [GET] client unset
no header of a trace: GET /without-parent
GET {"url.full":"http://127.0.0.1:PORT/found","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /found
GET {"url.full":"http://127.0.0.1:PORT/404","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":404,"network.protocol.version":"1.1","error.type":"404"}
  sent: GET /404
GET {"url.full":"http://127.0.0.1:1/closed","server.address":"127.0.0.1","server.port":1,"http.request.method":"GET","error.type":"CURLE_COULDNT_CONNECT"}
  sent: nothing
GET {"url.full":"http://127.0.0.1:PORT/not-read","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /not-read
HTTP {"url.full":"http://127.0.0.1:PORT/never-run","server.address":"127.0.0.1","server.port":"(port)","error.type":"_OTHER","http.request.method":"_OTHER"}
  sent: nothing
HTTP {"url.full":"http://127.0.0.1:PORT/closed-with-the-multi","server.address":"127.0.0.1","server.port":"(port)","error.type":"_OTHER","http.request.method":"_OTHER"}
  sent: nothing
HTTP {"url.full":"http://127.0.0.1:PORT/freed-with-the-multi","server.address":"127.0.0.1","server.port":"(port)","error.type":"_OTHER","http.request.method":"_OTHER"}
  sent: nothing
GET {"url.full":"http://127.0.0.1:PORT/closed-with-the-multi","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /closed-with-the-multi
GET {"url.full":"http://127.0.0.1:PORT/freed-with-the-multi","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /freed-with-the-multi
