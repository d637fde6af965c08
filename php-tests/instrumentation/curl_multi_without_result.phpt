--TEST--
A multi handle's request whose result is not read has the status of its own response, also where the multi handle is closed, freed or held to the end
--DESCRIPTION--
A handle that was used again, added and removed without being run had the status of the request before, and a method that libcurl
had not looked at yet. A request that was complete when the multi handle was closed or freed, or when the program ended, had neither status nor method.
--EXTENSIONS--
curl
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

// With the hooks of Swoole 5.1.8 and 6.0.2 multi handles end the program by SIGSEGV, traced or not.
each_runtime(hooks_since: '6.2', body: static fn (string $way) => compare_requests(sprintf($way, <<<'PHP'
    $handle = function (string $path): CurlHandle {
        $handle = curl_init(BASE . $path);
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        return $handle;
    };
    $run = function (CurlMultiHandle $multi): void {
        do {
            $status = curl_multi_exec($multi, $running);
            $running && curl_multi_select($multi, 1.0);
        } while ($running && $status === CURLM_OK);
    };
    in_trace(function () use ($handle, $run) {
        $multi = curl_multi_init();
        $easy = $handle('/404');
        echo curl_exec($easy), "\n";
        curl_setopt_array($easy, [CURLOPT_URL => BASE . '/never-run', CURLOPT_POSTFIELDS => 'a=1']);
        curl_multi_add_handle($multi, $easy);
        curl_multi_remove_handle($multi, $easy);
        curl_multi_add_handle($multi, $closed = $handle('/500'));
        $run($multi);
        curl_multi_close($multi);
        echo curl_getinfo($closed, CURLINFO_RESPONSE_CODE), "\n";
        $multi = curl_multi_init();
        curl_multi_add_handle($multi, $held = $handle('/501'));
        curl_multi_add_handle($multi, $handle('/502'));
        $run($multi);
        unset($multi);
        echo curl_getinfo($held, CURLINFO_RESPONSE_CODE), "\n";
        $GLOBALS['to the end'] = [$multi = curl_multi_init(), $complete = $handle('/503'), $never_run = $handle('/never-run')];
        curl_multi_add_handle($multi, $complete);
        $run($multi);
        curl_multi_add_handle($multi, $never_run);
        echo curl_getinfo($complete, CURLINFO_RESPONSE_CODE), "\n";
    });
    PHP)));
--EXPECT--
answer to GET /404
500
501
503
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client error
  - [HTTP] client error
  - [GET] client error
  - [GET] client error
  - [GET] client error
  - [GET] client error
  - [HTTP] client error
GET {"url.full":"http://127.0.0.1:PORT/404","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":404,"network.protocol.version":"1.1","error.type":"404"}
  sent: GET /404
HTTP {"url.full":"http://127.0.0.1:PORT/never-run","server.address":"127.0.0.1","server.port":"(port)","error.type":"_OTHER","http.request.method":"_OTHER"}
  sent: nothing
GET {"url.full":"http://127.0.0.1:PORT/500","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":500,"network.protocol.version":"1.1","error.type":"500"}
  sent: GET /500
GET {"url.full":"http://127.0.0.1:PORT/501","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":501,"network.protocol.version":"1.1","error.type":"501"}
  sent: GET /501
GET {"url.full":"http://127.0.0.1:PORT/502","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":502,"network.protocol.version":"1.1","error.type":"502"}
  sent: GET /502
GET {"url.full":"http://127.0.0.1:PORT/503","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":503,"network.protocol.version":"1.1","error.type":"503"}
  sent: GET /503
HTTP {"url.full":"http://127.0.0.1:PORT/never-run","server.address":"127.0.0.1","server.port":"(port)","error.type":"_OTHER","http.request.method":"_OTHER"}
  sent: nothing
