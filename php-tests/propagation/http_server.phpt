--TEST--
A trace goes from a client process through a real HTTP server's request headers and back into one tree
--EXTENSIONS--
pcntl
posix
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program(<<<'PHP'
    <?php
    use Swoole\Http\{Request, Response, Server};
    use TracedCoroutine\{SpanKind, SpanOptions};
    $server = new Server('127.0.0.1', 0, SWOOLE_BASE);
    $server->set(['worker_num' => 1, 'log_level' => SWOOLE_LOG_NONE, 'max_wait_time' => 1]); Swoole\Coroutine::set(['enable_deadlock_check' => false]);
    function get(int $port, string $path): void
    {
        $headers = [];
        TracedCoroutine::inject($headers);
        for ($tries = 0; $tries < 500; $tries++) {
            $http = new Swoole\Coroutine\Http\Client('127.0.0.1', $port);
            $http->setHeaders($headers);
            if ($http->get($path)) {
                echo $http->body, "\n";
                return;
            }
            Swoole\Coroutine::sleep(0.01); // the server has not started yet
        }
    }
    function query(): void { Swoole\Coroutine::sleep(0.001); }
    $server->on('request', function (Request $request, Response $response) {
        $options = new SpanOptions(kind: SpanKind::Server, parent: TracedCoroutine::extract($request->header));
        TracedCoroutine::trace('GET ' . $request->server['request_uri'], function () use ($request, $response) {
            $scope = TracedCoroutine::extract($request->header)?->activate();
            $tenant = TracedCoroutine::getBaggage()['tenant'] ?? 'nobody';
            $scope?->detach();
            TracedCoroutine::create('query');
            $response->end("hello $tenant");
        }, $options);
    });
    $client = new Swoole\Process(function () use ($server) {
        Swoole\Coroutine\run(function () use ($server) {
            TracedCoroutine::create(function () use ($server) {
                TracedCoroutine::setBaggage('tenant', 'acme');
                foreach (['/one', '/two'] as $path) {
                    TracedCoroutine::trace("call $path", fn () => get($server->port, $path), new SpanOptions(kind: SpanKind::Client));
                }
            });
        });
        posix_kill(posix_getppid(), SIGTERM);
    });
    $client->start();
    $server->start();
    PHP);
$file = scratch() . '/t.jsonl';
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr, $ran->how(), "\n", span_tree(spans_of_file($file));
--EXPECT--
hello acme
hello acme
exit code 0
- {closure}:33 returned, unset
  - [call /one] client unset
    - [GET /one] server unset
      - query:20 returned, unset
  - [call /two] client unset
    - [GET /two] server unset
      - query:20 returned, unset
