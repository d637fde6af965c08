--TEST--
A server without a word about tracing, with coroutines, a channel, PDO, Redis, curl to a second server, a task, a timer and a coroutine that fails, is one trace a request, over both servers and the task's worker
--EXTENSIONS--
curl
igbinary
pdo
pdo_sqlite
redis
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_redis();
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';
require __DIR__ . '/../support/database_servers.inc';

const BACKEND = <<<'PHP'
    <?php
    $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_BASE);
    $server->set(['worker_num' => 1, 'log_file' => '/dev/null']);
    $server->on('workerStart', fn ($server) => file_put_contents($argv[1], $server->port));
    $server->on('request', function ($request, $response) {
        $response->end('stock of ' . $request->server['request_uri']);
    });
    $server->start();
    PHP;
$redis = DatabaseServer::redis();
$file = scratch() . '/backend.jsonl';
$port_file = scratch() . '/port';
$settings = ['traced_coroutine.instrument' => 'all', 'traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file];
$command = [PHP_BINARY, ...tier_arguments(), ...traced_arguments()];
foreach ($settings as $name => $value) {
    array_push($command, '-d', "$name=$value");
}
$null = ['file', '/dev/null', 'w'];
$backend = proc_open([...$command, program(BACKEND, 'backend.php'), $port_file], [['file', '/dev/null', 'r'], $null, $null], $pipes);
for ($tries = 0; $tries < 500 && !is_file($port_file); $tries++) {
    usleep(20_000);
}
usleep(20_000);
$places = "const STOCK = 'http://127.0.0.1:" . file_get_contents($port_file) . "/17';\nconst REDIS = $redis->port;";

ob_start(static fn (string $output): string => str_replace(":$redis->port", ':(port)', $output));
$spans = compare_with_uninstrumented("<?php\n$places\n" . <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 1, 'task_worker_num' => 1, 'log_file' => '/dev/null', 'hook_flags' => SWOOLE_HOOK_ALL | SWOOLE_HOOK_NATIVE_CURL]);
    $server->on('task', fn ($server, $id, $from, $data) => strtoupper($data));
    $server->on('request', function ($request, $response) use ($server) {
        if ($request->server['request_uri'] === '/fails') {
            go(function () { throw new LogicException('no stock'); });
        }
        $channel = new Swoole\Coroutine\Channel(1);
        go(function () use ($channel) {
            $database = new PDO('sqlite::memory:');
            $channel->push($database->query("SELECT 'row ' || 17")->fetchColumn());
        });
        $answers = [$channel->pop()];
        $redis = new Redis();
        $redis->connect('127.0.0.1', REDIS);
        $redis->set('order:17', 'a secret');
        $answers[] = $redis->get('order:17');
        $handle = curl_init(STOCK);
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        $answers[] = curl_exec($handle);
        $answers[] = $server->taskCo(['pack'], 30)[0];
        Swoole\Timer::after(1, fn () => $channel->push('timer'));
        $answers[] = $channel->pop();
        $response->end(json_encode($answers));
    });
    $server->addProcess(new Swoole\Process(function () use ($server) {
        $said = '';
        foreach (['/order', '/fails', '/order?again=1'] as $path) {
            $socket = stream_socket_client("tcp://127.0.0.1:$server->port", timeout: 30);
            // Of a worker that fails, Swoole leaves the connections open.
            stream_set_timeout($socket, 2);
            fwrite($socket, "GET $path HTTP/1.0\r\n\r\n");
            $said .= "$path: " . json_encode(preg_replace('/^Date: .*\r\n/m', '', stream_get_contents($socket))) . "\n";
        }
        // At once, and after the worker has said why it failed.
        echo $said;
        $server->shutdown();
    }));
    $server->start();
    PHP);
proc_terminate($backend);
proc_close($backend);

echo "\nboth servers:\n";
$traces = array_flip(array_column(array_filter($spans, static fn (array $span): bool => $span['parent_span_id'] === null), 'trace_id'));
$all = array_merge($spans, spans_of_file($file));
echo span_tree(array_values(array_filter($all, static fn (array $span): bool => isset($traces[$span['trace_id']]))));
--EXPECT--
Fatal error: Uncaught LogicException: no stock in program.php:9
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 9
/order: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 52\r\n\r\n[\"row 17\",\"a secret\",\"stock of \\\/17\",\"PACK\",\"timer\"]"
/fails: ""
/order?again=1: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 52\r\n\r\n[\"row 17\",\"a secret\",\"stock of \\\/17\",\"PACK\",\"timer\"]"
[exit code 0, same as without the extension]
- 'GET' {closure}:7 server returned, unset
  - {closure}:12 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
  - [task] consumer unset
  - {closure}:25 returned, unset
- 'GET' {closure}:7 server abandoned, unset
  - {closure}:9 exception, error, LogicException, "no stock"
      ! exception LogicException: no stock
- 'GET' {closure}:7 server returned, unset
  - {closure}:12 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
  - [task] consumer unset
  - {closure}:25 returned, unset

both servers:
- 'GET' {closure}:7 server returned, unset
  - {closure}:12 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
    - 'GET' {closure}:5 server returned, unset
  - [task] consumer unset
  - {closure}:25 returned, unset
- 'GET' {closure}:7 server abandoned, unset
  - {closure}:9 exception, error, LogicException, "no stock"
      ! exception LogicException: no stock
- 'GET' {closure}:7 server returned, unset
  - {closure}:12 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
    - 'GET' {closure}:5 server returned, unset
  - [task] consumer unset
  - {closure}:25 returned, unset
