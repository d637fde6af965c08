--TEST--
A request that is cancelled, that takes too long, or that a fatal error cuts off has its span, and no header of ours is left
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('6.1', 'cancel($id, true) throws');
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

// A server that never answers.
const SILENT = <<<'PHP'
    use Swoole\Coroutine\Http\Client;

    $silent = stream_socket_server('tcp://127.0.0.1:0');
    $port = (int) explode(':', stream_socket_get_name($silent, false))[1];
    function say(Client $client, mixed $result): void
    {
        echo json_encode([$result, $client->statusCode, $client->errCode, $client->requestHeaders]), "\n";
    }

    PHP;
$interruptions = [
    'cancelled' => <<<'PHP'
        $id = go(fn () => in_trace(function () use ($port) {
            $client = new Client('127.0.0.1', $port);
            $client->setHeaders(['X-Mine' => '1']);
            say($client, $client->get('/cancelled'));
        }));
        Swoole\Coroutine::cancel($id);
        Swoole\Event::wait();
        PHP,
    'cancelled with an exception' => <<<'PHP'
        $id = go(fn () => in_trace(function () use ($port) {
            $client = new Client('127.0.0.1', $port);
            try {
                $client->get('/cancelled');
            } finally {
                say($client, null);
            }
        }));
        Swoole\Coroutine::cancel($id, true);
        Swoole\Event::wait();
        PHP,
    'too late' => <<<'PHP'
        go(fn () => in_trace(function () use ($port) {
            $client = new Client('127.0.0.1', $port);
            $client->set(['timeout' => 0.01]);
            say($client, $client->get('/late'));
        }));
        Swoole\Event::wait();
        PHP,
    'cut off' => <<<'PHP'
        go(fn () => in_trace(function () {
            $server = new Swoole\Coroutine\Socket(AF_INET, SOCK_STREAM, 0);
            $server->bind('127.0.0.1');
            $server->listen();
            go(function () use ($server) {
                $connection = $server->accept();
                $connection->recv();
                $connection->send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\nonly");
                $connection->close();
            });
            $client = new Client('127.0.0.1', $server->getsockname()['port']);
            say($client, $client->get('/cut-off'));
        }));
        Swoole\Event::wait();
        PHP,
    'changed meanwhile' => <<<'PHP'
        $client = new Client('127.0.0.1', $port);
        $client->setHeaders(['X-Mine' => '1']);
        $client->set(['timeout' => 0.05]);
        go(fn () => in_trace(fn () => say($client, $client->get('/late'))));
        go(fn () => $client->setHeaders(['X-Other' => '1']));
        Swoole\Event::wait();
        say($client, 'at last');
        PHP,
    'fatal' => <<<'PHP'
        go(fn () => in_trace(function () use ($port) {
            $client = new Client('127.0.0.1', $port);
            go(function () { ini_set('memory_limit', '4M'); str_repeat('x', 8 << 20); });
            $client->get('/fatal');
        }));
        Swoole\Event::wait();
        PHP,
    'fatal while it waits' => <<<'PHP'
        go(fn () => in_trace(function () use ($port) {
            Swoole\Timer::after(1, function () { ini_set('memory_limit', '4M'); str_repeat('x', 8 << 20); });
            $client = new Client('127.0.0.1', $port);
            $client->get('/fatal');
        }));
        Swoole\Event::wait();
        PHP,
    'used twice' => <<<'PHP'
        go(function () use ($port) {
            // Without a frame of its own in the backtrace.
            class_exists('TracedCoroutine', false) && $scope = TracedCoroutine::startSpan('root')->activate();
            $client = new Client('127.0.0.1', $port);
            go(fn () => $client->get('/first'));
            $client->get('/second');
        });
        Swoole\Event::wait();
        PHP,
];
foreach ($interruptions as $name => $code) {
    echo "== $name\n";
    ob_start(static fn (string $output): string => preg_replace(
        // Since 6.2 Swoole says after a fatal error where each coroutine is.
        ['/0x[0-9a-f]+|fd=\d+|#\d+ (?=has)/', '/(?:^#\d+ .*\n)+\n \[Coroutine-\d+\] Stack trace:\n -+\n/m'],
        ['(..)', ''],
        str_replace(scratch() . '/', '', $output),
    ));
    $spans = compare_with_uninstrumented("<?php\n" . WORDS . SILENT . $code, ['traced_coroutine.instrument' => 'http']);
    ob_end_flush();
    foreach ($spans as $span) {
        $said = array_intersect_key($span['attributes'], ['error.type' => 1, 'http.response.status_code' => 1]);
        // A fatal error's message has the number of a socket and the whole trace.
        $status = preg_replace('/#\d+.*/s', '(..)', $span['status']);
        $span['kind'] === 'client' && print(json_encode($said + ['status' => $status]) . "\n");
    }
}
--EXPECT--
== cancelled
[false,-1,125,{"X-Mine":"1"}]
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
{"status":{"code":"unset","description":""}}
== cancelled with an exception
[null,-1,125,null]

Fatal error: Uncaught Swoole\Coroutine\CanceledException in program.php:17
Stack trace:
#0 {main}
  thrown in program.php on line 17
[exit code 255, same as without the extension]
- [root] unset
    ! exception Swoole\Coroutine\CanceledException
  - [GET] client unset
      ! exception Swoole\Coroutine\CanceledException
{"status":{"code":"unset","description":""}}
== too late
[false,-2,110,null]
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client error, "Connection timed out"
{"error.type":"ETIMEDOUT","status":{"code":"error","description":"Connection timed out"}}
== cut off
[true,0,0,null]
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client error
{"error.type":"_OTHER","status":{"code":"error","description":""}}
== changed meanwhile
[false,-2,110,{"X-Other":"1"}]
["at last",-2,110,{"X-Other":"1"}]
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client error, "Connection timed out"
{"error.type":"ETIMEDOUT","status":{"code":"error","description":"Connection timed out"}}
== fatal
Fatal error: Allowed memory size of 4194304 bytes exhausted (tried to allocate 8392704 bytes) in program.php on line 16
[exit code 255, same as without the extension]
- [root] unset
== fatal while it waits
Fatal error: Allowed memory size of 4194304 bytes exhausted (tried to allocate 8392704 bytes) in program.php on line 15
[exit code 255, same as without the extension]
- [root] unset
  - [GET] client unset
{"status":{"code":"unset","description":""}}
== used twice
Fatal error: Uncaught Swoole\Error: Socket(..)has already been bound to another coroutine#2, writing of the same socket in coroutine#1 at the same time is not allowed in program.php:19
Stack trace:
#0 program.php(19): Swoole\Coroutine\Http\Client->get('...')
#1 [internal function]: {closure}()
#2 {main}
  thrown in program.php on line 19
[exit code 255, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client error, "Uncaught Swoole\Error: Socket(..)has already been bound to another coroutine#2, writing of the same socket in coroutine#1 at the same time is not allowed in program.php:19
Stack trace:
#0 program.php(19): Swoole\Coroutine\Http\Client->get('...')
#1 [internal function]: {closure}()
#2 {main}
  thrown"
      ! exception E_ERROR: Uncaught Swoole\Error: Socket(..)has already been bound to another coroutine#2, writing of the same socket in coroutine#1 at the same time is not allowed in program.php:19
Stack trace:
#0 program.php(19): Swoole\Coroutine\Http\Client->get('...')
#1 [internal function]: {closure}()
#2 {main}
  thrown
{"error.type":"E_ERROR","status":{"code":"error","description":"Uncaught Swoole\\Error: Socket(..)"}}
{"status":{"code":"unset","description":""}}
