--TEST--
A request of HTTP/2 that several coroutines send at once has the headers of each one's trace, and its array of headers stays the program's
--DESCRIPTION--
One coroutine's headers were taken for the program's by the next one, which sent them in its own trace's place. An array that is held
by a reference, which Swoole does not send, kept ours.
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_a_debug_php('what Swoole reads of such requests it does not free, and it is longer with the extension');
not_on_openswoole('it has no Swoole\Coroutine\Http2\Client');
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

compare_with_uninstrumented("<?php\n" . WORDS . <<<'PHP'
    use Swoole\Coroutine\Http2\Client;

    function trace_id(): string
    {
        return class_exists('TracedCoroutine', false) ? TracedCoroutine::currentSpan()->getContext()->getTraceId() : '';
    }
    function client(int $port): Client
    {
        $client = new Client('127.0.0.1', $port);
        $client->set(['timeout' => 10]);
        $client->connect();
        return $client;
    }
    go(function () {
        $server = new Swoole\Coroutine\Http\Server('127.0.0.1', 0);
        $server->set(['open_http2_protocol' => true, 'package_max_length' => 64 << 20]);
        $server->handle('/', function ($request, $response) {
            $header = $request->header;
            $response->end(json_encode([$header['traceparent'] ?? '', $header['baggage'] ?? '', $header['x-mine'] ?? '', strlen($request->rawContent())]));
        });
        go(fn () => $server->start());

        foreach ([['x-mine' => '1'], null] as $headers) {
            $request = new Swoole\Http2\Request();
            $request->method = 'POST';
            $request->headers = $headers;
            // Longer than what a socket takes without a wait.
            $request->data = str_repeat('z', 16_000_000);
            $answers = [];
            $group = new Swoole\Coroutine\WaitGroup(3);
            foreach (['blue', '', 'red'] as $tenant) {
                $ask = function () use ($server, $group, $request, $tenant, &$answers) {
                    $tenant !== '' && class_exists('TracedCoroutine', false) && TracedCoroutine::setBaggage('tenant', $tenant);
                    $client = client($server->port);
                    $client->send($request);
                    $headers = $request->headers;
                    [$parent, $baggage, $mine, $length] = json_decode($client->recv()->data);
                    $own = trace_id();
                    $is_own = $own === '' ? $parent === '' && $baggage === '' : str_contains($parent, $own) && $baggage === ($tenant === '' ? '' : "tenant=$tenant");
                    $answers[] = json_encode([$is_own, $mine, $length, $headers]);
                    $group->done();
                };
                go(fn () => in_trace($ask));
            }
            $group->wait();
            echo implode("\n", $answers), "\n", json_encode($request->headers), "\n";
        }

        in_trace(function () use ($server) {
            $client = client($server->port);
            $headers = ['x-mine' => '2'];
            foreach ([1, 2] as $number) {
                $request = new Swoole\Http2\Request();
                $request->headers = &$headers;
                $client->send($request);
                echo json_encode($headers), json_encode($request->headers), $client->recv()->data, "\n";
            }
            // Swoole has made an array of null before it finds that it cannot send.
            $client->socket->shutdown(STREAM_SHUT_WR);
            $request = new Swoole\Http2\Request();
            var_dump($client->send($request));
            echo json_encode($request->headers), "\n";
        });
        $server->shutdown();
    });
    Swoole\Event::wait();
    PHP, ['traced_coroutine.instrument' => 'http']);
--EXPECT--
[true,"1",16000000,{"x-mine":"1"}]
[true,"1",16000000,{"x-mine":"1"}]
[true,"1",16000000,{"x-mine":"1"}]
{"x-mine":"1"}
[true,"",16000000,[]]
[true,"",16000000,[]]
[true,"",16000000,[]]
[]
{"x-mine":"2"}[]["","","",0]
{"x-mine":"2"}[]["","","",0]
bool(false)
[]
[exit code 0, same as without the extension]
- [root] unset
  - [POST] client unset
- [root] unset
  - [POST] client unset
- [root] unset
  - [POST] client unset
- [root] unset
  - [POST] client unset
- [root] unset
  - [POST] client unset
- [root] unset
  - [POST] client unset
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client error, "Broken pipe"
