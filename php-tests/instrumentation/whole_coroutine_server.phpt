--TEST--
Swoole\Coroutine\Http\Server in workers of a pool, without a word about tracing, with coroutines, a channel, PDO, Redis, curl to a second such server, a timer and a coroutine that fails, is one trace a request, over both servers
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
not_on_openswoole('it has no Swoole\Coroutine\Http\Server');
--FILE--
<?php
require __DIR__ . '/../support/whole_server.inc';

trace_whole_server(<<<'PHP'
    Swoole\Coroutine::set(['hook_flags' => SWOOLE_HOOK_ALL | SWOOLE_HOOK_NATIVE_CURL]);
    $port = new Swoole\Atomic();
    $pool = new Swoole\Process\Pool(2);
    $pool->set(['enable_coroutine' => true]);
    $pool->on('workerStart', function ($pool, $worker) use ($port) {
        $worker === 0 ? serve($port) : ask($port, $pool);
    });
    $pool->start();

    function serve(Swoole\Atomic $port): void
    {
        $server = new Swoole\Coroutine\Http\Server('127.0.0.1', 0);
        $server->handle('/', function ($request, $response) {
            if ($request->server['request_uri'] === '/fails') {
                go(function () { throw new LogicException('no stock'); });
            }
            /* WORK */
            $response->end(json_encode($answers));
        });
        $port->set($server->port);
        Swoole\Process::signal(SIGTERM, fn () => $server->shutdown());
        $server->start();
    }

    function ask(Swoole\Atomic $port, Swoole\Process\Pool $pool): void
    {
        $said = '';
        foreach (['/order', '/fails', '/order?again=1'] as $path) {
            while ($port->get() === 0) {
                Swoole\Coroutine::sleep(0.01);
            }
            $client = new Swoole\Coroutine\Client(SWOOLE_SOCK_TCP);
            $client->connect('127.0.0.1', $port->get());
            // The worker that takes its place has another port.
            $path === '/fails' && $port->set(0);
            $client->send("GET $path HTTP/1.1\r\nConnection: close\r\n\r\n");
            for ($answer = ''; (string) ($part = $client->recv(30)) !== ''; $answer .= $part);
            $said .= "$path: " . json_encode(preg_replace('/^Date: .*\r\n/m', '', $answer)) . "\n";
        }
        // At once, and after the worker has said why it failed.
        echo $said;
        $pool->shutdown();
    }
    PHP, <<<'PHP'
    <?php
    Swoole\Coroutine\run(function () use ($argv) {
        $server = new Swoole\Coroutine\Http\Server('127.0.0.1', 0);
        $server->handle('/', function ($request, $response) {
            $response->end('stock of ' . $request->server['request_uri']);
        });
        Swoole\Process::signal(SIGTERM, fn () => $server->shutdown());
        file_put_contents($argv[1], $server->port);
        $server->start();
    });
    PHP);
--EXPECT--
Fatal error: Uncaught LogicException: no stock in program.php:18
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in program.php on line 18
/order: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 45\r\n\r\n[\"row 17\",\"a secret\",\"stock of \\\/17\",\"timer\"]"
/fails: ""
/order?again=1: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 45\r\n\r\n[\"row 17\",\"a secret\",\"stock of \\\/17\",\"timer\"]"
[exit code 0, same as without the extension]
- [GET] server unset
  - {closure}:21 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
  - {closure}:33 returned, unset
- [GET] server unset
  - {closure}:18 exception, error, LogicException, "no stock"
      ! exception LogicException: no stock
- [GET] server unset
  - {closure}:21 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
  - {closure}:33 returned, unset

both servers:
- [GET] server unset
  - {closure}:21 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
    - [GET] server unset
  - {closure}:33 returned, unset
- [GET] server unset
  - {closure}:18 exception, error, LogicException, "no stock"
      ! exception LogicException: no stock
- [GET] server unset
  - {closure}:21 returned, unset
    - [CONNECT :memory:] client unset
    - [SELECT] client unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
  - [GET] client unset
  - [GET] client unset
    - [GET] server unset
  - {closure}:33 returned, unset
