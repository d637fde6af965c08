--TEST--
Each http URL that PHP's stream functions open is a span of kind CLIENT, and the program's stream context stays as it is
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

each_runtime(static fn (string $way) => compare_requests(sprintf($way, <<<'PHP'
    echo json_encode(stream_get_wrappers()) === json_encode(array_values(array_unique(stream_get_wrappers()))) ? "wrappers in order\n" : '';
    echo file_get_contents(BASE . '/without-parent'), "\n";
    $context = fn (array $options) => stream_context_create(['http' => $options]);
    $say = function (mixed $result): void {
        echo json_encode($result, JSON_UNESCAPED_SLASHES), "\n";
    };
    in_trace(function () use ($context, $say) {
        class_exists('TracedCoroutine', false) && TracedCoroutine::setBaggage('tenant', 'blue');
        $say(file_get_contents(BASE . '/found?sig=secret'));
        $stream = fopen(str_replace('http://', 'http://me:pass@', BASE) . '/fopen', 'r');
        $say([stream_get_contents($stream), stream_get_meta_data($stream)['wrapper_type'], stream_get_meta_data($stream)['wrapper_data'][0]]);
        $say([file(BASE . '/file'), copy(BASE . '/copy', $copy = tempnam(sys_get_temp_dir(), 'copy')), file_get_contents($copy)]);
        unlink($copy);
        readfile(BASE . '/readfile');
        echo "\n";
        $say(get_headers(BASE . '/headers')[0]);
        $say(file_get_contents(BASE . '/again'));
        $say(@file_get_contents(BASE . '/404'));
        $say(file_get_contents(BASE . '/503', false, $context(['ignore_errors' => true])));
        $say(@file_get_contents(CLOSED . '/closed'));
        $say(file_get_contents(CLOSED . '/closed'));
        $say(@file_get_contents(BASE . '/405'));

        $text = $context(['method' => 'POST', 'content' => 'a=1', 'header' => "X-Text: 1\r\nContent-Type: text/plain\r\n"]);
        $say([file_get_contents(BASE . '/text', false, $text), stream_context_get_options($text)]);
        $list = ['X-List: 1', 'X-More: 2'];
        $array = $context(['header' => $list]);
        $say([file_get_contents(BASE . '/list', false, $array), file_get_contents(BASE . '/list', false, $array), stream_context_get_options($array)]);
        $say([file_get_contents(BASE . '/own', false, $own = $context(['header' => ['TraceParent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']])), stream_context_get_options($own)]);
        $say(file_get_contents(BASE . '/own-baggage', false, $context(['header' => "Baggage: mine=1"])));
        $say(stream_context_get_options(stream_context_get_default()));
        stream_context_set_default(['http' => ['header' => 'X-Default: 1']]);
        $say([file_get_contents(BASE . '/default'), stream_context_get_options(stream_context_get_default())]);

        $heard = [];
        $notified = stream_context_create([], ['notification' => function (int $code, int $severity, ?string $message, int $number) use (&$heard) {
            // PHP 8.4 says the last word more often.
            $code === STREAM_NOTIFY_COMPLETED || $heard[] = $code === STREAM_NOTIFY_PROGRESS ? 'progress' : [$code, $severity, $code === STREAM_NOTIFY_FAILURE ? $message : '', $number];
        }]);
        $say([file_get_contents(BASE . '/notified', false, $notified), @file_get_contents(BASE . '/404', false, $notified), $heard]);
        set_error_handler(fn (int $level, string $message) => throw new ErrorException($message));
        try {
            file_get_contents(BASE . '/410');
        } catch (ErrorException $exception) {
            echo $exception->getMessage(), "\n";
        }
        restore_error_handler();
        $say(@file_get_contents('http://'));
        $say(file_get_contents('data:,text'));
        stream_wrapper_unregister('http');
        stream_wrapper_restore('http');
        $say(file_get_contents(BASE . '/restored'));
    });
    $say(file_get_contents(BASE . '/afterwards'));
    PHP)));
--EXPECT--
wrappers in order
answer to GET /without-parent
"answer to GET /found"
["answer to GET /fopen","http","HTTP/1.1 200 OK"]
[["answer to GET /file"],true,"answer to GET /copy"]
answer to GET /readfile
"HTTP/1.1 200 OK"
"answer to GET /found"
false
"answer to GET /503"
false

Warning: file_get_contents(): Failed to open stream: Connection refused in program.php on line 27
false
false
["answer to POST /text",{"http":{"method":"POST","content":"a=1","header":"X-Text: 1\r\nContent-Type: text/plain\r\n"}}]
["answer to GET /list","answer to GET /list",{"http":{"header":["X-List: 1","X-More: 2"]}}]
["answer to GET /own",{"http":{"header":["TraceParent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"]}}]
"answer to GET /own-baggage"
[]
["answer to GET /default",{"http":{"header":"X-Default: 1"}}]
["answer to GET /notified",false,[[2,0,"",0],[4,0,"",0],"progress","progress",[2,0,"",0],"progress","progress",[9,2,"HTTP/1.1 404 Not Found\r\n",404],[4,0,"",0]]]
file_get_contents(): Failed to open stream: HTTP request failed! HTTP/1.1 410 Gone

false
"text"
"answer to GET /restored"
"answer to GET /afterwards"
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client error
  - [GET] client error
  - [GET] client error
  - [GET] client error
  - [GET] client error
  - [POST] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client error
  - [GET] client error
  - [GET] client unset
no header of a trace: GET /without-parent
no header of a trace: GET /own
no header of a trace: GET /afterwards
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/found?sig=REDACTED","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /found?sig=secret with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://REDACTED:REDACTED@127.0.0.1:PORT/fopen","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /fopen with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/file","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /file with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/copy","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /copy with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/readfile","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /readfile with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/headers","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /headers with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/again","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1","http.request.resend_count":1}
  sent: GET /again with baggage tenant=blue, GET /found with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/404","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":404,"error.type":"404"}
  sent: GET /404 with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/503","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":503,"network.protocol.version":"1.1","error.type":"503"}
  sent: GET /503 with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:1/closed","server.address":"127.0.0.1","server.port":1,"error.type":"connection_failed"}
  sent: nothing
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:1/closed","server.address":"127.0.0.1","server.port":1,"error.type":"connection_failed"}
  sent: nothing
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/405","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":405,"error.type":"405"}
  sent: GET /405 with baggage tenant=blue
POST {"http.request.method":"POST","url.full":"http://127.0.0.1:PORT/text","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: POST /text with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/list","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /list with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/list","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /list with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/own","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: nothing
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/own-baggage","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /own-baggage with baggage mine=1
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/default","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /default with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/notified","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /notified with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/404","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":404,"error.type":"404"}
  sent: GET /404 with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/410","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":410,"error.type":"410"}
  sent: GET /410 with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/restored","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /restored with baggage tenant=blue
