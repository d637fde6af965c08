--TEST--
What a notification callback changes in its stream context while a URL is opened counts as without the extension
--DESCRIPTION--
The context was copied once, with a pointer to its notifier. Options that the callback set were not seen, and where it replaced
itself its freed notifier was called.
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

each_runtime(static fn (string $way) => compare_requests(sprintf($way, <<<'PHP'
    class Listener
    {
        public static array $heard = [];
        public static int $received = 0;
        public static mixed $memory = null;

        public function __construct(private readonly string $name, private readonly ?Closure $at_connect = null)
        {
        }

        public function __invoke(int $code, int $severity, ?string $message, int $number, int $sofar, int $max): void
        {
            // PHP 8.4 says the last word more often, and progress is as often as the network will have it.
            if ($code === STREAM_NOTIFY_PROGRESS) {
                self::$received = $sofar;
            } elseif ($code !== STREAM_NOTIFY_COMPLETED) {
                self::$heard[] = "$this->name $code $number";
            }
            $code === STREAM_NOTIFY_CONNECT && $this->at_connect && ($this->at_connect)();
        }
    }
    $ask = function (string $path, $context): void {
        Listener::$heard = [];
        $answer = @file_get_contents(BASE . $path, false, $context);
        echo $answer, ' ', json_encode([Listener::$heard, $answer !== false && Listener::$received === strlen($answer)]), "\n";
    };
    in_trace(function () use ($ask) {
        $context = stream_context_create(['http' => ['header' => 'X-Before: 1']]);
        stream_context_set_params($context, ['notification' => new Listener('options', function () use (&$context) {
            stream_context_set_option($context, 'http', 'method', 'POST');
            stream_context_set_option($context, 'http', 'header', 'X-After: 1');
        })]);
        $ask('/options', $context);
        $ask('/options-kept', $context);

        $context = stream_context_create();
        stream_context_set_params($context, ['notification' => new Listener('context', function () use (&$context) {
            stream_context_set_option($context, 'http', 'header', 'Traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
        })]);
        $ask('/own', $context);

        $context = stream_context_create();
        stream_context_set_params($context, ['notification' => new Listener('first', function () use (&$context) {
            stream_context_set_params($context, ['notification' => new Listener('second')]);
            Listener::$memory = array_map(fn (int $length) => str_repeat('x', $length), range(20, 60));
        })]);
        $ask('/again', $context);
        $ask('/404', $context);
    });
    PHP)));
--EXPECT--
answer to POST /options [["options 2 0","options 4 0"],true]
answer to POST /options-kept [["options 2 0","options 4 0"],true]
answer to GET /own [["context 2 0","context 4 0"],true]
answer to GET /found [["first 2 0","second 4 0","second 6 0","second 2 0","second 4 0"],true]
 [["second 2 0","second 9 404","second 4 0"],false]
[exit code 0, same as without the extension]
- [root] unset
  - [POST] client unset
  - [POST] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client error
no header of a trace: GET /own
POST {"http.request.method":"POST","url.full":"http://127.0.0.1:PORT/options","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: POST /options
POST {"http.request.method":"POST","url.full":"http://127.0.0.1:PORT/options-kept","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: POST /options-kept
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/own","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: nothing
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/again","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1","http.request.resend_count":1}
  sent: GET /again, GET /found
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/404","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":404,"error.type":"404"}
  sent: GET /404
