--TEST--
A server that asks another one, by curl, by Swoole's client and by a stream, is in one trace with it
--EXTENSIONS--
curl
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

const BACKEND = <<<'PHP'
    <?php
    $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_BASE);
    $server->set(['worker_num' => 1, 'log_file' => '/dev/null']);
    $server->on('workerStart', fn ($server) => file_put_contents($argv[1], $server->port));
    $server->on('request', function ($request, $response) {
        go(function () { Swoole\Coroutine::sleep(0.001); });
        $response->end('stock of ' . $request->server['request_uri']);
    });
    $server->start();
    PHP;
$file = scratch() . '/backend.jsonl';
$port_file = scratch() . '/port';
$settings = ['traced_coroutine.instrument' => 'all', 'traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file];
$command = traced_php();
foreach ($settings as $name => $value) {
    array_push($command, '-d', "$name=$value");
}
$null = ['file', '/dev/null', 'w'];
$backend = proc_open([...$command, program(BACKEND, 'backend.php'), $port_file], [['file', '/dev/null', 'r'], $null, $null], $pipes);
for ($tries = 0; $tries < 500 && !is_file($port_file); $tries++) {
    usleep(20_000);
}
usleep(20_000);
$url = 'http://127.0.0.1:' . file_get_contents($port_file);

$before = "const URL = '$url'; Swoole\\Runtime::enableCoroutine(SWOOLE_HOOK_TCP | SWOOLE_HOOK_NATIVE_CURL | SWOOLE_HOOK_STREAM_FUNCTION);";
$spans = compare_with_uninstrumented(http_program(<<<'PHP'
    function ($request, $response) {
        $handle = curl_init(URL . '/curl');
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        $answers = [curl_exec($handle)];
        $client = new Swoole\Coroutine\Http\Client('127.0.0.1', parse_url(URL, PHP_URL_PORT));
        $client->get('/client');
        $answers[] = $client->body;
        $answers[] = file_get_contents(URL . '/stream');
        $channel = new Swoole\Coroutine\Channel(1);
        go(function () use ($channel) {
            $handle = curl_init(URL . '/child');
            curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
            $channel->push(curl_exec($handle));
        });
        $answers[] = $channel->pop();
        $response->end(json_encode($answers));
    }
    PHP, [['GET', '/order', []]], before: $before));
proc_terminate($backend);
proc_close($backend);

$all = array_merge($spans, spans_of_file($file));
$traces = array_unique(array_column($all, 'trace_id'));
$trace = $spans[0]['trace_id'];
echo "\nboth servers, the requests of the untraced run left out:\n";
echo span_tree(array_values(array_filter($all, static fn (array $span): bool => $span['trace_id'] === $trace)));
--EXPECT--
GET /order: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 78\r\n\r\n[\"stock of \\\/curl\",\"stock of \\\/client\",\"stock of \\\/stream\",\"stock of \\\/child\"]"
[exit code 0, same as without the extension]
- 'GET' {closure}:5 server returned, unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - {closure}:14 returned, unset
    - [GET] client unset

both servers, the requests of the untraced run left out:
- 'GET' {closure}:5 server returned, unset
  - [GET] client unset
    - 'GET' {closure}:5 server returned, unset
      - {closure}:6 returned, unset
  - [GET] client unset
    - 'GET' {closure}:5 server returned, unset
      - {closure}:6 returned, unset
  - [GET] client unset
    - 'GET' {closure}:5 server returned, unset
      - {closure}:6 returned, unset
  - {closure}:14 returned, unset
    - [GET] client unset
      - 'GET' {closure}:5 server returned, unset
        - {closure}:6 returned, unset
