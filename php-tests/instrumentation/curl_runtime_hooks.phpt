--TEST--
curl is traced before Swoole's runtime hooks are there, with them, and when they are gone again
--EXTENSIONS--
curl
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_a_debug_php('go() with arguments for its callable is a fatal error there');
not_on_openswoole('its hooks for curl take the place of ours');
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

compare_requests(<<<'PHP'
    function ask(string $path): void
    {
        in_trace(function () use ($path) {
            $handle = curl_init(BASE . $path);
            curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_HTTPHEADER => ['X-Path: ' . $path]]);
            echo curl_exec($handle), ' ', (new ReflectionFunction('curl_exec'))->getParameters()[0], "\n";
        });
    }
    function ask_in_coroutine(string $path): void
    {
        go('ask', $path);
        echo "meanwhile\n";
        Swoole\Event::wait();
    }
    ask('/native');
    Swoole\Runtime::enableCoroutine(SWOOLE_HOOK_NATIVE_CURL);
    ask_in_coroutine('/hooked');
    Swoole\Runtime::enableCoroutine(SWOOLE_HOOK_NATIVE_CURL | SWOOLE_HOOK_SLEEP);
    ask_in_coroutine('/hooked-still');
    Swoole\Runtime::enableCoroutine(0);
    ask('/native-again');
    Swoole\Runtime::setHookFlags(SWOOLE_HOOK_NATIVE_CURL);
    ask_in_coroutine('/hooked-again');
    go(function () {
        ask('/in-one');
        Swoole\Runtime::setHookFlags(0);
        ask('/native-in-a-coroutine');
        Swoole\Runtime::setHookFlags(SWOOLE_HOOK_NATIVE_CURL);
        ask('/hooked-in-a-coroutine');
    });
    Swoole\Event::wait();
    Swoole\Runtime::enableCoroutine(0);
    ask('/native-at-last');
    Swoole\Coroutine::set(['hook_flags' => SWOOLE_HOOK_NATIVE_CURL]);
    Swoole\Coroutine\run(fn () => ask('/hooked-by-the-first-coroutine'));
    PHP);
--EXPECT--
answer to GET /native Parameter #0 [ <required> CurlHandle $handle ]
meanwhile
answer to GET /hooked Parameter #0 [ <required> CurlHandle $handle ]
meanwhile
answer to GET /hooked-still Parameter #0 [ <required> CurlHandle $handle ]
answer to GET /native-again Parameter #0 [ <required> CurlHandle $handle ]
meanwhile
answer to GET /hooked-again Parameter #0 [ <required> CurlHandle $handle ]
answer to GET /in-one Parameter #0 [ <required> CurlHandle $handle ]
answer to GET /native-in-a-coroutine Parameter #0 [ <required> CurlHandle $handle ]
answer to GET /hooked-in-a-coroutine Parameter #0 [ <required> CurlHandle $handle ]
answer to GET /native-at-last Parameter #0 [ <required> CurlHandle $handle ]
answer to GET /hooked-by-the-first-coroutine Parameter #0 [ <required> CurlHandle $handle ]
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
GET {"url.full":"http://127.0.0.1:PORT/native","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /native
GET {"url.full":"http://127.0.0.1:PORT/hooked","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /hooked
GET {"url.full":"http://127.0.0.1:PORT/hooked-still","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /hooked-still
GET {"url.full":"http://127.0.0.1:PORT/native-again","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /native-again
GET {"url.full":"http://127.0.0.1:PORT/hooked-again","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /hooked-again
GET {"url.full":"http://127.0.0.1:PORT/in-one","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /in-one
GET {"url.full":"http://127.0.0.1:PORT/native-in-a-coroutine","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /native-in-a-coroutine
GET {"url.full":"http://127.0.0.1:PORT/hooked-in-a-coroutine","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /hooked-in-a-coroutine
GET {"url.full":"http://127.0.0.1:PORT/native-at-last","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /native-at-last
GET {"url.full":"http://127.0.0.1:PORT/hooked-by-the-first-coroutine","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /hooked-by-the-first-coroutine
