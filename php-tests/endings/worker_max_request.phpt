--TEST--
Workers that are recycled after each request lose no span
--EXTENSIONS--
pcntl
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    use Swoole\Http\{Request, Response, Server};
    $server = new Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 1, 'max_request' => 1, 'log_level' => SWOOLE_LOG_NONE, 'max_wait_time' => 2]); Swoole\Coroutine::set(['enable_deadlock_check' => false]);
    $server->on('request', function (Request $request, Response $response) {
        Spawner::create(function () use ($request, $response) {
            Coroutine::sleep(0.001);
            $response->end($request->server['request_uri'] . "\n");
        });
    });
    $server->addProcess(new Swoole\Process(function () use ($server) {
        foreach (['/one', '/two', '/three'] as $path) {
            do {
                $answer = @file_get_contents("http://127.0.0.1:$server->port$path");
            } while ($answer === false);
            echo $answer;
        }
        $server->shutdown();
        Swoole\Process::signal(SIGTERM, fn () => exit());
        Swoole\Event::wait();
    }));
    $server->start();
    PHP);
--EXPECT--
/one
/two
/three
[exit code 0, same as bare]
- {closure}:7 returned, unset
- {closure}:7 returned, unset
- {closure}:7 returned, unset
