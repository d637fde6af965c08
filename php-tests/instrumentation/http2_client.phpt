--TEST--
Each stream of Swoole\Coroutine\Http2\Client is a span of kind CLIENT, from send() to its response
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_a_debug_php('send() with what it does not take is a fatal error there');
not_on_openswoole('it has no Swoole\Coroutine\Http2\Client');
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

$spans = compare_with_uninstrumented("<?php\n" . WORDS . <<<'PHP'
    use Swoole\Coroutine\Http2\Client;
    use Swoole\Http2\Request;

    $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_BASE);
    $server->set(['worker_num' => 1, 'log_file' => '/dev/null', 'reload_async' => false, 'open_http2_protocol' => true]);
    $server->on('request', function ($request, $response) {
        $headers = array_intersect_key($request->header, ['x-mine' => 1, 'content-type' => 1]);
        $sent = $request->server['request_uri'] . ' ' . ($request->header['traceparent'] ?? 'nothing') . "\n";
        class_exists('TracedCoroutine', false) && file_put_contents(__DIR__ . '/sent.txt', $sent, FILE_APPEND);
        if ($request->server['request_uri'] === '/silent') {
            $GLOBALS['kept'] = $response;
            return;
        }
        $status = (int) substr($request->server['request_uri'], 1);
        $status > 0 && $response->status($status);
        $response->end(json_encode([$request->server['request_method'], $request->server['request_uri'], $headers]));
    });
    function request(string $path, string $method = '', mixed $data = '', ?array $headers = null, bool $pipeline = false): Request
    {
        $request = new Request();
        $request->path = $path;
        $request->method = $method;
        $request->data = $data;
        $headers === null || $request->headers = $headers;
        $request->pipeline = $pipeline;
        return $request;
    }
    function ask(Client $client, Request $request): void
    {
        echo json_encode([$client->send($request), $request->headers], JSON_UNESCAPED_SLASHES), "\n";
    }
    function answer(Client $client, string $how = 'recv'): void
    {
        $response = $client->$how(1.0);
        echo json_encode($response ? [$response->streamId, $response->statusCode, $response->pipeline, $response->data] : [$response, $client->errCode], JSON_UNESCAPED_SLASHES), "\n";
    }
    $server->on('workerStart', function ($server) {
        Swoole\Timer::after(1, fn () => go(function () use ($server) {
            $client = new Client('127.0.0.1', $server->port);
            $client->connect();
            ask($client, request('/without-parent'));
            answer($client);
            in_trace(function () use ($client, $server) {
                ask($client, request('/found?sig=secret'));
                answer($client);
                ask($client, request('/404', 'GET', '', ['x-mine' => '1']));
                answer($client);
                ask($client, request('/form', '', ['a' => '1']));
                answer($client);
                // Two at the same time.
                ask($client, request('/first'));
                ask($client, request('/503'));
                answer($client);
                answer($client, 'read');
                ask($client, request('/piped', 'POST', '', ['x-mine' => '2'], true));
                $client->write(13, 'data', true);
                answer($client);
                ask($client, request('/own', '', '', ['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']));
                answer($client);
                ask($client, request('/silent'));
                $client->recv(0.01);
                $client->close();
                ask($client, request('/not-connected'));
                try {
                    $client->send(new stdClass());
                } catch (TypeError $error) {
                    echo $error->getMessage(), "\n";
                }
            });
            $server->shutdown();
        }));
    });
    $server->start();
    PHP, ['traced_coroutine.instrument' => 'http']);
$sent = [];
foreach (file(scratch() . '/sent.txt', FILE_IGNORE_NEW_LINES) as $line) {
    [$path, $parent] = explode(' ', $line);
    $sent[substr($parent, 36, 16)] = $path;
    $parent === 'nothing' && print("no header of a trace: $path\n");
}
usort($spans, static fn (array $a, array $b): int => $a['start_time_unix_nano'] <=> $b['start_time_unix_nano']);
foreach ($spans as $span) {
    if ($span['kind'] === 'client') {
        $said = preg_replace('/127\.0\.0\.1:\d+|"server\.port":\d+/', '(server)', json_encode(said_attributes($span), JSON_UNESCAPED_SLASHES));
        echo $span['name'], ' ', $said, ' sent to ', $sent[$span['span_id']] ?? 'nothing', "\n";
    }
}
--EXPECT--
[1,[]]
[1,200,false,"[\"GET\",\"\\/without-parent\",[]]"]
[3,[]]
[3,200,false,"[\"GET\",\"\\/found\",[]]"]
[5,{"x-mine":"1"}]
[5,404,false,"[\"GET\",\"\\/404\",{\"x-mine\":\"1\"}]"]
[7,{"content-type":"application/x-www-form-urlencoded"}]
[7,200,false,"[\"GET\",\"\\/form\",{\"content-type\":\"application\\/x-www-form-urlencoded\"}]"]
[9,[]]
[11,[]]
[9,200,false,"[\"GET\",\"\\/first\",[]]"]
[11,503,false,"[\"GET\",\"\\/503\",[]]"]
[13,{"x-mine":"2"}]
[13,200,false,"[\"POST\",\"\\/piped\",{\"x-mine\":\"2\"}]"]
[15,{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}]
[15,200,false,"[\"GET\",\"\\/own\",[]]"]
[17,[]]
[false,null]
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client error
  - [GET] client unset
  - [GET] client unset
  - [GET] client error
  - [POST] client unset
  - [GET] client unset
  - [GET] client error, "Connection timed out"
  - [GET] client error, "Client no connection"
no header of a trace: /without-parent
GET {"http.request.method":"GET","url.full":"http://(server)/found?sig=REDACTED","server.address":"127.0.0.1",(server),"http.response.status_code":200,"network.protocol.version":"2"} sent to /found
GET {"http.request.method":"GET","url.full":"http://(server)/404","server.address":"127.0.0.1",(server),"http.response.status_code":404,"network.protocol.version":"2","error.type":"404"} sent to /404
GET {"http.request.method":"GET","url.full":"http://(server)/form","server.address":"127.0.0.1",(server),"http.response.status_code":200,"network.protocol.version":"2"} sent to /form
GET {"http.request.method":"GET","url.full":"http://(server)/first","server.address":"127.0.0.1",(server),"http.response.status_code":200,"network.protocol.version":"2"} sent to /first
GET {"http.request.method":"GET","url.full":"http://(server)/503","server.address":"127.0.0.1",(server),"http.response.status_code":503,"network.protocol.version":"2","error.type":"503"} sent to /503
POST {"http.request.method":"POST","url.full":"http://(server)/piped","server.address":"127.0.0.1",(server),"http.response.status_code":200,"network.protocol.version":"2"} sent to /piped
GET {"http.request.method":"GET","url.full":"http://(server)/own","server.address":"127.0.0.1",(server),"http.response.status_code":200,"network.protocol.version":"2"} sent to nothing
GET {"http.request.method":"GET","url.full":"http://(server)/silent","server.address":"127.0.0.1",(server),"error.type":"ETIMEDOUT"} sent to /silent
GET {"http.request.method":"GET","url.full":"http://(server)/not-connected","server.address":"127.0.0.1",(server),"error.type":"SWOOLE_ERROR_CLIENT_NO_CONNECTION"} sent to nothing
