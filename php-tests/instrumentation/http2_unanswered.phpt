--TEST--
A request of HTTP/2 has failed where its connection is lost, or where the program stops waiting for its answer
--DESCRIPTION--
Swoole's client says that it is connected until it is closed, whatever recv() has found: so such a request was no error.
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('it has no Swoole\Coroutine\Http2\Client');
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

$spans = compare_with_uninstrumented("<?php\n" . WORDS . <<<'PHP'
    use Swoole\Coroutine\Http2\Client;
    use Swoole\Coroutine\Socket;

    const SETTINGS = "\0\0\0\4\0\0\0\0\0";
    // A response of stream 1: ":status: 200", and nothing more.
    const ANSWER = "\0\0\1\1\5\0\0\0\1\x88";
    // "No error", without anything about the last stream; and error 2, with a word about it.
    const GOAWAY = "\0\0\x08\7\0\0\0\0\0" . "\0\0\0\0" . "\0\0\0\0";
    const BROKEN = "\0\0\x0b\7\0\0\0\0\0" . "\0\0\0\0" . "\0\0\0\2" . 'why';

    function server(?string $answer): int
    {
        $server = new Socket(AF_INET, SOCK_STREAM);
        $server->bind('127.0.0.1');
        $server->listen();
        go(function () use ($server, $answer) {
            $connection = $server->accept();
            $connection->sendAll(SETTINGS);
            $received = '';
            // The preface, settings, and the request, which is of type 1.
            while (!str_contains($received, "\1\5\0\0\0\1") && ($part = $connection->recv()) !== '' && $part !== false) {
                $received .= $part;
            }
            if ($answer !== null) {
                Swoole\Coroutine::sleep(0.02);
                $connection->sendAll($answer);
                $connection->shutdown(STREAM_SHUT_WR);
            }
            while ((string) $connection->recv() !== '') {
            }
            $connection->close();
            $server->close();
        });
        return $server->getsockname()['port'];
    }
    function ask(string $path, ?string $answer): Client
    {
        $client = new Client('127.0.0.1', server($answer));
        $client->set(['timeout' => 10]);
        $client->connect();
        $request = new Swoole\Http2\Request();
        $request->path = $path;
        echo "$path ", json_encode($client->send($request)), "\n";
        return $client;
    }
    function say(Client $client, mixed $result): void
    {
        echo json_encode([is_object($result) ? $result->statusCode : $result, $client->errCode, $client->errMsg, $client->connected]), "\n";
    }
    go(fn () => in_trace(function () {
        $client = ask('/lost', '');
        say($client, $client->recv());
        say($client, $client->recv(0.01));
        $client->close();
        $client = ask('/lost-while-read', '');
        say($client, $client->read());
        $client->close();
        $client = ask('/goaway', GOAWAY);
        say($client, $client->recv());
        $client = ask('/broken', BROKEN);
        say($client, $client->recv());
        $client = ask('/too-late', null);
        say($client, $client->recv(0.001));
        $client->close();
        $client = ask('/too-late-and-dropped', null);
        say($client, $client->recv(0.001));
        unset($client);
        $client = ask('/late', ANSWER);
        say($client, $client->recv(0.001));
        say($client, $client->recv());
        $client->close();
        $client = ask('/cancelled', null);
        $waiting = Swoole\Coroutine::getCid();
        go(function () use ($waiting) {
            Swoole\Coroutine::sleep(0.001);
            Swoole\Coroutine::cancel($waiting);
        });
        say($client, $client->recv());
        $client->close();
        $client = ask('/closed-elsewhere', null);
        go(function () use ($client) {
            Swoole\Coroutine::sleep(0.001);
            $client->close();
        });
        $client->recv();
        ask('/not-waited-for', null)->close();
    }));
    Swoole\Event::wait();
    PHP, ['traced_coroutine.instrument' => 'http']);
foreach ($spans as $span) {
    if ($span['kind'] === 'client') {
        $said = array_intersect_key($span['attributes'], ['http.response.status_code' => 1, 'error.type' => 1]);
        echo parse_url($span['attributes']['url.full'], PHP_URL_PATH), ' ', json_encode($said), "\n";
    }
}
--EXPECT--
/lost 1
[false,0,"",true]
[false,0,"",true]
/lost-while-read 1
[false,0,"",true]
/goaway 1
[false,0,"",false]
/broken 1
[false,2,"why",false]
/too-late 1
[false,110,"Connection timed out",true]
/too-late-and-dropped 1
[false,110,"Connection timed out",true]
/late 1
[false,110,"Connection timed out",true]
[200,110,"Connection timed out",true]
/cancelled 1
[false,125,"Operation canceled",true]
/closed-elsewhere 1
/not-waited-for 1
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client error
  - [GET] client error
  - [GET] client error
  - [GET] client error, "why"
  - [GET] client error, "Connection timed out"
  - [GET] client error, "Connection timed out"
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
/lost {"error.type":"ECONNRESET"}
/lost-while-read {"error.type":"ECONNRESET"}
/goaway {"error.type":"ECONNRESET"}
/broken {"error.type":"_OTHER"}
/too-late {"error.type":"ETIMEDOUT"}
/too-late-and-dropped {"error.type":"ETIMEDOUT"}
/late {"http.response.status_code":200}
/cancelled []
/closed-elsewhere []
/not-waited-for []
