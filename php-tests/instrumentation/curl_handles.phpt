--TEST--
A curl handle keeps the headers that the program has given it, when it is used again, copied, cloned, reset or changed
--EXTENSIONS--
curl
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

each_runtime(static fn (string $way) => compare_requests(sprintf($way, <<<'PHP'
    $ask = function (CurlHandle $handle, string $path): void {
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        curl_setopt($handle, CURLOPT_URL, BASE . $path);
        echo curl_exec($handle), ' ', curl_errno($handle), "\n";
    };
    $handle = curl_init();
    // PHP 8.6 refuses what goes on behind a null byte, which libcurl never sent.
    curl_setopt($handle, CURLOPT_HTTPHEADER, ['X-Set: before the trace', PHP_VERSION_ID < 80600 ? 'X-Null: a' . "\0" . 'b' : 'X-Null: a']);
    curl_setopt($handle, CURLOPT_PRIVATE, 'mine');
    in_trace(function () use ($ask, $handle) {
        $ask($handle, '/first');
        $ask($handle, '/again-used');
        $copy = curl_copy_handle($handle);
        $clone = clone $handle;
        $ask($copy, '/copy');
        $ask($clone, '/clone');
        curl_setopt($handle, CURLOPT_HTTPHEADER, ['X-Set: anew']);
        $ask($handle, '/set-anew');
        $ask($copy, '/copy-keeps');
        curl_setopt_array($handle, ['10023' => ['X-Set: by an array'], CURLOPT_TIMEOUT => 10]);
        $ask($handle, '/set-by-array');
        curl_setopt($handle, CURLOPT_HTTPHEADER, []);
        $ask($handle, '/set-to-none');
        curl_setopt($handle, CURLOPT_HTTPHEADER, ['X-Set: last', 'Traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']);
        $ask($handle, '/own-context');
        curl_setopt($handle, CURLOPT_HTTPHEADER, ['X-Set: last', 'tracestate;']);
        $ask($handle, '/own-empty-state');
        $text = new class { public function __toString(): string { echo "converted\n"; return 'X-Object: yes'; } };
        curl_setopt($handle, CURLOPT_HTTPHEADER, ['X-Set: text', $text, 7]);
        $ask($handle, '/objects');
        $ask(clone $handle, '/clone-with-objects');
        curl_setopt($handle, CURLOPT_HTTPHEADER, ['X-Set: known again']);
        $ask($handle, '/known-again');
        try {
            curl_setopt($handle, CURLOPT_HTTPHEADER, 'none');
        } catch (TypeError $error) {
            echo $error->getMessage(), "\n";
        }
        $ask($handle, '/refused');
        try {
            curl_setopt_array($handle, [CURLOPT_HTTPHEADER => ['X-Set: array refused'], CURLOPT_QUOTE => 1]);
        } catch (TypeError $error) {
            echo $error->getMessage(), "\n";
        }
        $ask($handle, '/array-refused');
        $ask(clone $handle, '/clone-of-array-refused');
        echo curl_getinfo($handle, CURLINFO_PRIVATE), "\n";
        curl_reset($handle);
        $ask($handle, '/reset');
        unset($handle);
        curl_setopt($copy, CURLOPT_WRITEFUNCTION, function (CurlHandle $handle, string $data) {
            curl_setopt($handle, CURLOPT_HTTPHEADER, ['X-Set: in the callback']);
            return strlen($data);
        });
        curl_setopt($copy, CURLOPT_URL, BASE . '/callback');
        var_dump(curl_exec($copy));
        $ask($copy, '/after-callback');
    });
    $ask($handle, '/outside');
    for ($i = 0; $i < 3; $i++) {
        in_trace(fn () => $ask(curl_copy_handle($handle), '/copies'));
    }
    PHP)));
--EXPECT--
answer to GET /first 0
answer to GET /again-used 0
answer to GET /copy 0
answer to GET /clone 0
answer to GET /set-anew 0
answer to GET /copy-keeps 0
answer to GET /set-by-array 0
answer to GET /set-to-none 0
answer to GET /own-context 0
answer to GET /own-empty-state 0
converted
answer to GET /objects 0
answer to GET /clone-with-objects 0
answer to GET /known-again 0
curl_setopt(): The CURLOPT_HTTPHEADER option must have an array value
answer to GET /refused 0
curl_setopt_array(): The CURLOPT_QUOTE option must have an array value
answer to GET /array-refused 0
answer to GET /clone-of-array-refused 0
mine
answer to GET /reset 0
bool(true)
answer to GET /after-callback 0
answer to GET /outside 0
answer to GET /copies 0
answer to GET /copies 0
answer to GET /copies 0
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
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
no header of a trace: GET /own-context
no header of a trace: GET /objects
no header of a trace: GET /clone-with-objects
no header of a trace: GET /array-refused
no header of a trace: GET /clone-of-array-refused
no header of a trace: GET /outside
GET {"url.full":"http://127.0.0.1:PORT/first","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /first
GET {"url.full":"http://127.0.0.1:PORT/again-used","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /again-used
GET {"url.full":"http://127.0.0.1:PORT/copy","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /copy
GET {"url.full":"http://127.0.0.1:PORT/clone","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /clone
GET {"url.full":"http://127.0.0.1:PORT/set-anew","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /set-anew
GET {"url.full":"http://127.0.0.1:PORT/copy-keeps","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /copy-keeps
GET {"url.full":"http://127.0.0.1:PORT/set-by-array","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /set-by-array
GET {"url.full":"http://127.0.0.1:PORT/set-to-none","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /set-to-none
GET {"url.full":"http://127.0.0.1:PORT/own-context","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: nothing
GET {"url.full":"http://127.0.0.1:PORT/own-empty-state","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /own-empty-state
GET {"url.full":"http://127.0.0.1:PORT/objects","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: nothing
GET {"url.full":"http://127.0.0.1:PORT/clone-with-objects","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: nothing
GET {"url.full":"http://127.0.0.1:PORT/known-again","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /known-again
GET {"url.full":"http://127.0.0.1:PORT/refused","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /refused
GET {"url.full":"http://127.0.0.1:PORT/array-refused","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: nothing
GET {"url.full":"http://127.0.0.1:PORT/clone-of-array-refused","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: nothing
GET {"url.full":"http://127.0.0.1:PORT/reset","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /reset
GET {"url.full":"http://127.0.0.1:PORT/callback","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /callback
GET {"url.full":"http://127.0.0.1:PORT/after-callback","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /after-callback
GET {"url.full":"http://127.0.0.1:PORT/copies","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /copies
GET {"url.full":"http://127.0.0.1:PORT/copies","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /copies
GET {"url.full":"http://127.0.0.1:PORT/copies","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /copies
