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
require __DIR__ . '/../support/whole_server.inc';

trace_whole_server(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 1, 'task_worker_num' => 1, 'hook_flags' => SWOOLE_HOOK_ALL | SWOOLE_HOOK_NATIVE_CURL]);
    $server->on('task', fn ($server, $id, $from, $data) => strtoupper($data));
    $server->on('request', function ($request, $response) use ($server) {
        if ($request->server['request_uri'] === '/fails') {
            go(function () { throw new LogicException('no stock'); });
        }
        /* WORK */
        $answers[] = $server->taskCo(['pack'], 30)[0];
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
    PHP, <<<'PHP'
    <?php
    $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_BASE);
    $server->set(['worker_num' => 1]);
    $server->on('workerStart', fn ($server) => file_put_contents($argv[1], $server->port));
    $server->on('request', function ($request, $response) {
        $response->end('stock of ' . $request->server['request_uri']);
    });
    $server->start();
    PHP);
--EXPECT--
Fatal error: Uncaught LogicException: no stock in program.php:9
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 9
/order: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 52\r\n\r\n[\"row 17\",\"a secret\",\"stock of \\\/17\",\"timer\",\"PACK\"]"
/fails: ""
/order?again=1: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 52\r\n\r\n[\"row 17\",\"a secret\",\"stock of \\\/17\",\"timer\",\"PACK\"]"
[exit code 0, same as without the extension]
- 'GET' {closure}:7 server returned, unset
  - {closure}:12 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
  - {closure}:24 returned, unset
  - [task] consumer unset
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
  - {closure}:24 returned, unset
  - [task] consumer unset

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
  - {closure}:24 returned, unset
  - [task] consumer unset
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
  - {closure}:24 returned, unset
  - [task] consumer unset
