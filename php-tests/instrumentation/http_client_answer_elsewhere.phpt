--TEST--
A request whose answer another coroutine receives ends with the answer, and not with the coroutine that has sent it
--DESCRIPTION--
Its span ended with the sender, before there was an answer.
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('it has no Swoole\Coroutine\Http2\Client');
needs_swoole('6.2', 'a fatal error in a coroutine of its HTTP server ends the program by exit code and not by a signal');
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

const SERVER = <<<'PHP'
    use Swoole\Coroutine\{Channel, Http\Client, Http2};

    function with_server(callable $ask): void
    {
        go(function () use ($ask) {
            $server = new Swoole\Coroutine\Http\Server('127.0.0.1', 0);
            $server->set(['open_http2_protocol' => true]);
            $server->handle('/', function ($request, $response) {
                Swoole\Coroutine::sleep(0.01);
                $response->status((int) substr($request->server['request_uri'], 1));
                $response->end();
            });
            go(fn () => $server->start());
            // Without a frame of its own in the backtrace.
            $root = class_exists('TracedCoroutine', false) ? TracedCoroutine::startSpan('root') : null;
            $scope = $root?->activate();
            $GLOBALS['port'] = $server->port;
            $ask();
            $scope?->detach();
            $root?->end();
            $server->shutdown();
        });
        Swoole\Event::wait();
    }
    function sent(): Client
    {
        $sent = new Channel(1);
        go(function () use ($sent) {
            $client = new Client('127.0.0.1', $GLOBALS['port']);
            $client->setDefer();
            $client->get('/404');
            $sent->push($client);
        });
        return $sent->pop();
    }

    PHP;
$programs = [
    'deferred' => <<<'PHP'
        with_server(function () {
            $client = sent();
            Swoole\Coroutine::sleep(0.001);
            var_dump($client->recv(), $client->statusCode);
        });
        PHP,
    'HTTP/2' => <<<'PHP'
        with_server(function () {
            $client = new Http2\Client('127.0.0.1', $GLOBALS['port']);
            $client->connect();
            foreach (['/200', '/404', '/503'] as $path) {
                go(function () use ($client, $path) {
                    $request = new Swoole\Http2\Request();
                    $request->path = $path;
                    $client->send($request);
                });
            }
            foreach ([1, 2, 3] as $number) {
                $answers[] = $client->recv()->statusCode;
            }
            sort($answers);
            echo json_encode($answers), "\n";
            $client->close();
        });
        PHP,
    'closed' => <<<'PHP'
        with_server(function () {
            $client = sent();
            Swoole\Coroutine::sleep(0.001);
            $client->close();
            $client = sent();
            unset($client);
        });
        PHP,
    'never received' => 'with_server(function () { $GLOBALS["client"] = sent(); });',
    'exit' => 'with_server(function () { $client = sent(); exit(3); });',
    'fatal' => <<<'PHP'
        with_server(function () {
            $client = sent();
            ini_set('memory_limit', '4M');
            str_repeat('x', 8 << 20);
        });
        PHP,
];
foreach ($programs as $name => $code) {
    echo "== $name\n";
    ob_start(static fn (string $output): string => preg_replace(
        // Since 6.2 Swoole says after a fatal error where each coroutine is.
        '/(?:^#\d+ .*\n)+\n \[Coroutine-\d+\] Stack trace:\n -+\n/m',
        '',
        str_replace(scratch() . '/', '', $output),
    ));
    $spans = compare_with_uninstrumented("<?php\n" . WORDS . SERVER . $code, ['traced_coroutine.instrument' => 'coroutine,http']);
    ob_end_flush();
    $by_id = array_column($spans, null, 'span_id');
    foreach ($spans as $span) {
        if ($span['kind'] === 'client') {
            $status = $span['attributes']['http.response.status_code'] ?? 'no status';
            $outlived = $span['end_time_unix_nano'] > $by_id[$span['parent_span_id']]['end_time_unix_nano'];
            echo parse_url($span['attributes']['url.full'], PHP_URL_PATH), " $status ", $outlived ? 'after' : 'before', " the sender\n";
        }
    }
}
--EXPECT--
== deferred
bool(true)
int(404)
[exit code 0, same as without the extension]
- [root] unset
  - {closure}:33 returned, unset
    - [GET] client error
/404 404 after the sender
== HTTP/2
[200,404,503]
[exit code 0, same as without the extension]
- [root] unset
  - {closure}:45 returned, unset
    - [GET] client unset
  - {closure}:45 returned, unset
    - [GET] client error
  - {closure}:45 returned, unset
    - [GET] client error
/200 200 after the sender
/404 404 after the sender
/503 503 after the sender
== closed
[exit code 0, same as without the extension]
- [root] unset
  - {closure}:33 returned, unset
    - [GET] client unset
  - {closure}:33 returned, unset
    - [GET] client unset
/404 no status after the sender
/404 no status before the sender
== never received
[exit code 0, same as without the extension]
- [root] unset
  - {closure}:33 returned, unset
    - [GET] client unset
/404 no status after the sender
== exit
Fatal error: Uncaught Swoole\ExitException: swoole exit in program.php:41
Stack trace:
#0 program.php(23): {closure}()
#1 [internal function]: {closure}()
#2 {main}
  thrown in program.php on line 41
[exit code 255, same as without the extension]
- [root] unset
  - {closure}:33 abandoned, unset
    - [GET] client unset
/404 no status before the sender
== fatal
Fatal error: Allowed memory size of 4194304 bytes exhausted (tried to allocate 8392704 bytes) in program.php on line 44
[exit code 255, same as without the extension]
- [root] unset
  - {closure}:33 abandoned, unset
    - [GET] client unset
/404 no status before the sender
