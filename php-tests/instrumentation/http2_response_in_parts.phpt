--TEST--
A response of HTTP/2 that is read in parts has the status of its first part, and its span ends with the last one
--DESCRIPTION--
Of such a response only the first part has the status. The last one was taken for the end of a stream that the server has reset.
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('6.0', 'write() sends nothing over HTTP/2 before');
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

$spans = compare_with_uninstrumented("<?php\n" . WORDS . <<<'PHP'
    use Swoole\Coroutine\Http2\Client;

    $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_BASE);
    $server->set(['worker_num' => 1, 'log_file' => '/dev/null', 'reload_async' => false, 'open_http2_protocol' => true]);
    $server->on('request', function ($request, $response) {
        $path = $request->server['request_uri'];
        str_ends_with($path, '/503') && $response->status(503);
        if (str_starts_with($path, '/large')) {
            $response->end(str_repeat('x', 100_000));
            return;
        }
        $response->write('a');
        Swoole\Coroutine::sleep(0.01);
        $response->write('b');
        if (str_ends_with($path, '/unended')) {
            $GLOBALS['kept'] = $response;
            return;
        }
        Swoole\Coroutine::sleep(0.01);
        $response->end('c');
    });
    /** Asks, and reads until nothing more is to come. */
    function ask(Client $client, string $path, string $how, bool $in_parts = false): void
    {
        $request = new Swoole\Http2\Request();
        $request->path = $path;
        $request->usePipelineRead = $in_parts;
        $client->send($request);
        [$status, $data] = [0, ''];
        do {
            $part = $client->$how(str_ends_with($path, '/unended') && $data === 'ab' ? 0.01 : 5);
            $status = ($part->statusCode ?? 0) ?: $status;
            $data .= $part->data ?? '';
        } while ($part && $part->pipeline);
        echo json_encode([$path, $how, $status, strlen($data), (bool) $part], JSON_UNESCAPED_SLASHES), "\n";
    }
    $server->on('workerStart', function ($server) {
        Swoole\Timer::after(1, fn () => go(function () use ($server) {
            $client = new Client('127.0.0.1', $server->port);
            $client->connect();
            in_trace(function () use ($client) {
                foreach (['/large', '/large/503', '/written', '/written/503'] as $path) {
                    ask($client, $path, 'recv');
                    ask($client, $path, 'read');
                    ask($client, $path, 'recv', true);
                }
                ask($client, '/written/unended', 'read');
            });
            $client->close();
            $server->shutdown();
        }));
    });
    $server->start();
    PHP, ['traced_coroutine.instrument' => 'http']);
usort($spans, static fn (array $a, array $b): int => $a['start_time_unix_nano'] <=> $b['start_time_unix_nano']);
foreach ($spans as $span) {
    if ($span['kind'] === 'client') {
        $said = array_intersect_key($span['attributes'], ['http.response.status_code' => 1, 'error.type' => 1]);
        echo parse_url($span['attributes']['url.full'], PHP_URL_PATH), ' ', json_encode($said), "\n";
    }
}
--EXPECT--
["/large","recv",200,100000,true]
["/large","read",200,100000,true]
["/large","recv",200,100000,true]
["/large/503","recv",503,100000,true]
["/large/503","read",503,100000,true]
["/large/503","recv",503,100000,true]
["/written","recv",200,3,true]
["/written","read",200,3,true]
["/written","recv",200,3,true]
["/written/503","recv",503,3,true]
["/written/503","read",503,3,true]
["/written/503","recv",503,3,true]
["/written/unended","read",200,2,false]
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client error
  - [GET] client error
  - [GET] client error
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client error
  - [GET] client error
  - [GET] client error
  - [GET] client error, "Connection timed out"
/large {"http.response.status_code":200}
/large {"http.response.status_code":200}
/large {"http.response.status_code":200}
/large/503 {"http.response.status_code":503,"error.type":"503"}
/large/503 {"http.response.status_code":503,"error.type":"503"}
/large/503 {"http.response.status_code":503,"error.type":"503"}
/written {"http.response.status_code":200}
/written {"http.response.status_code":200}
/written {"http.response.status_code":200}
/written/503 {"http.response.status_code":503,"error.type":"503"}
/written/503 {"http.response.status_code":503,"error.type":"503"}
/written/503 {"http.response.status_code":503,"error.type":"503"}
/written/unended {"http.response.status_code":200,"error.type":"ETIMEDOUT"}
