--TEST--
A WebSocket server without a word about tracing, whose messages need coroutines, a channel, PDO, Redis, curl to a second such server, a task, a timer and a coroutine that fails, is one trace a message, over both servers and the task's worker
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
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 1, 'task_worker_num' => 1, 'hook_flags' => SWOOLE_HOOK_ALL | SWOOLE_HOOK_NATIVE_CURL]);
    $server->on('task', fn ($server, $id, $from, $data) => strtoupper($data));
    $server->on('open', function ($server, $request) {
        go(function () { Swoole\Coroutine::sleep(0.001); });
    });
    $server->on('message', function ($server, $frame) {
        if ($frame->data === 'fails') {
            go(function () { throw new LogicException('no stock'); });
        }
        /* WORK */
        $answers[] = $server->taskCo(['pack'], 30)[0];
        $server->push($frame->fd, json_encode($answers));
    });
    $server->addProcess(new Swoole\Process(function () use ($server) {
        $said = '';
        foreach ([['order', 'order', 'fails'], ['order']] as $messages) {
            $client = new Swoole\Coroutine\Http\Client('127.0.0.1', $server->port);
            $client->upgrade('/orders');
            foreach ($messages as $message) {
                $client->push($message);
                // Of a worker that fails, Swoole leaves the connections open.
                $said .= "$message: " . json_encode($client->recv($message === 'fails' ? 2 : 30)->data ?? null) . "\n";
            }
            $client->close();
        }
        // At once, and after the worker has said why it failed.
        echo $said;
        $server->shutdown();
    }, false, 0, true));
    $server->start();
    PHP, <<<'PHP'
    <?php
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0, SWOOLE_BASE);
    $server->set(['worker_num' => 1]);
    $server->on('workerStart', fn ($server) => file_put_contents($argv[1], $server->port));
    $server->on('message', fn ($server, $frame) => null);
    $server->on('request', function ($request, $response) {
        $response->end('stock of ' . $request->server['request_uri']);
    });
    $server->start();
    PHP);
--EXPECT--
Fatal error: Uncaught LogicException: no stock in program.php:12
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 12
order: "[\"row 17\",\"a secret\",\"stock of \\\/17\",\"timer\",\"PACK\"]"
order: "[\"row 17\",\"a secret\",\"stock of \\\/17\",\"timer\",\"PACK\"]"
fails: null
order: "[\"row 17\",\"a secret\",\"stock of \\\/17\",\"timer\",\"PACK\"]"
[exit code 0, same as without the extension]
- 'GET' {closure}:7 server returned, unset
  - {closure}:8 returned, unset
- 'message' {closure}:10 server returned, unset
    ~ GET
  - {closure}:15 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
  - {closure}:27 returned, unset
  - [task] consumer unset
- 'message' {closure}:10 server returned, unset
    ~ GET
  - {closure}:15 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
  - {closure}:27 returned, unset
  - [task] consumer unset
- 'message' {closure}:10 server abandoned, unset
    ~ GET
  - {closure}:12 exception, error, LogicException, "no stock"
      ! exception LogicException: no stock
- 'GET' {closure}:7 server returned, unset
  - {closure}:8 returned, unset
- 'message' {closure}:10 server returned, unset
    ~ GET
  - {closure}:15 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
  - {closure}:27 returned, unset
  - [task] consumer unset

both servers:
- 'GET' {closure}:7 server returned, unset
  - {closure}:8 returned, unset
- 'message' {closure}:10 server returned, unset
    ~ GET
  - {closure}:15 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
    - 'GET' {closure}:6 server returned, unset
  - {closure}:27 returned, unset
  - [task] consumer unset
- 'message' {closure}:10 server returned, unset
    ~ GET
  - {closure}:15 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
    - 'GET' {closure}:6 server returned, unset
  - {closure}:27 returned, unset
  - [task] consumer unset
- 'message' {closure}:10 server abandoned, unset
    ~ GET
  - {closure}:12 exception, error, LogicException, "no stock"
      ! exception LogicException: no stock
- 'GET' {closure}:7 server returned, unset
  - {closure}:8 returned, unset
- 'message' {closure}:10 server returned, unset
    ~ GET
  - {closure}:15 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
    - 'GET' {closure}:6 server returned, unset
  - {closure}:27 returned, unset
  - [task] consumer unset
