--TEST--
A closure of a curl function runs what it was made of, whatever Swoole's runtime hooks have put in the function's place since
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
    /** Closures of PHP's functions as they are now, and a handle of theirs. */
    function curl(string $path): array
    {
        $handle = curl_init(BASE . $path);
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        return [Closure::fromCallable('curl_exec'), curl_setopt(...), $handle];
    }
    function ask_in_coroutine(Closure $exec, Closure $setopt, CurlHandle $handle): void
    {
        go(fn () => in_trace(function () use ($exec, $setopt, $handle) {
            $setopt($handle, CURLOPT_HTTPHEADER, ['X-List: of the program']);
            echo $exec($handle), "\n";
        }));
        echo "after the request, or meanwhile\n";
        Swoole\Event::wait();
    }
    $native = curl('/native');
    ask_in_coroutine(...$native);
    Swoole\Coroutine::set(['hook_flags' => SWOOLE_HOOK_NATIVE_CURL]);
    ask_in_coroutine(...$native);
    Swoole\Coroutine\run(function () use (&$hooked) {
        $hooked = curl('/hooked');
    });
    ask_in_coroutine(...$native);
    ask_in_coroutine(...$hooked);
    Swoole\Coroutine::set(['hook_flags' => 0]);
    ask_in_coroutine(...$native);
    ask_in_coroutine(...$hooked);
    // A handle that Swoole's function refuses has no response, though it had one before.
    Swoole\Coroutine::set(['hook_flags' => SWOOLE_HOOK_NATIVE_CURL]);
    Swoole\Coroutine\run(fn () => in_trace(fn () => var_dump(@curl_exec($native[2]))));
    PHP);
--EXPECT--
answer to GET /native
after the request, or meanwhile
answer to GET /native
after the request, or meanwhile
answer to GET /native
after the request, or meanwhile
after the request, or meanwhile
answer to GET /hooked
answer to GET /native
after the request, or meanwhile
after the request, or meanwhile
answer to GET /hooked
bool(false)
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
  - [GET] client error
GET {"url.full":"http://127.0.0.1:PORT/native","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /native
GET {"url.full":"http://127.0.0.1:PORT/native","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /native
GET {"url.full":"http://127.0.0.1:PORT/native","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /native
GET {"url.full":"http://127.0.0.1:PORT/hooked","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /hooked
GET {"url.full":"http://127.0.0.1:PORT/native","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /native
GET {"url.full":"http://127.0.0.1:PORT/hooked","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /hooked
GET {"url.full":"http://127.0.0.1:PORT/native","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","error.type":"CURLE_FAILED_INIT"}
  sent: nothing