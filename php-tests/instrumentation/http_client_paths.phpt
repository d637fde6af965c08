--TEST--
A path that is no string, or that does not begin with a slash, is asked for as without us, and has a span with the server's address
--DESCRIPTION--
A request with a path that is no string had no span. One without a slash had a URL in which the path followed the port.
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

$code = <<<'PHP'
    use Swoole\Coroutine\{Http\Client, Http2};

    class Uri
    {
        public function __construct(private string $uri)
        {
        }

        public function __toString(): string
        {
            echo "converted $this->uri\n";
            return $this->uri === '' ? throw new LogicException('no URI') : $this->uri;
        }
    }
    function say(Client $client, mixed $result): void
    {
        echo json_encode([$result, $client->statusCode, $client->requestHeaders]), "\n";
    }
    // Takes a request, and answers whatever its path.
    function server(): int
    {
        $server = new Swoole\Coroutine\Socket(AF_INET, SOCK_STREAM);
        $server->bind('127.0.0.1');
        $server->listen();
        go(function () use ($server) {
            $connection = $server->accept();
            $request = '';
            while (!str_contains($request, "\r\n\r\n")) {
                $request .= $connection->recv();
            }
            echo strtok($request, "\r"), ' ', preg_match('/^traceparent: 00-/m', $request) === (int) class_exists('TracedCoroutine', false) ? 'as it should be' : '!!', "\n";
            $connection->sendAll("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            $connection->close();
            $server->close();
        });
        return $server->getsockname()['port'];
    }
    go(fn () => in_trace(function () {
        foreach ([new Uri('/object'), 200, 1.5, true, 'found', '?q=1', '*', '//double', 'http://example.org/whole'] as $path) {
            $client = new Client('127.0.0.1', server());
            say($client, $client->get($path));
        }
        $client = new Client('127.0.0.1', server());
        say($client, $client->post(new Uri('posted'), 'data'));
        foreach ([[], new Uri(''), new stdClass()] as $path) {
            try {
                $client = new Client('127.0.0.1', 1);
                say($client, $client->execute($path));
            } catch (TypeError | LogicException $error) {
                echo $error->getMessage(), "\n";
            }
        }
        foreach ([[], [new Uri('/too-few'), 'file', 0, 1]] as $arguments) {
            try {
                (new Client('127.0.0.1', 1))->download(...$arguments);
            } catch (ArgumentCountError $error) {
                echo $error->getMessage(), "\n";
            }
        }
        eval('declare(strict_types=1);
            foreach ([new Uri("/strict"), 200] as $path) {
                try {
                    (new Swoole\Coroutine\Http\Client("127.0.0.1", 1))->get($path);
                } catch (TypeError $error) {
                    echo $error->getMessage(), "\n";
                }
            }');
        $client = new Http2\Client('127.0.0.1', 1);
        $request = new Swoole\Http2\Request();
        $request->path = 'found';
        var_dump($client->send($request));
    }));
    Swoole\Event::wait();
    PHP;
$spans = compare_with_uninstrumented("<?php\n" . WORDS . $code, ['traced_coroutine.instrument' => 'http']);
foreach ($spans as $span) {
    if ($span['kind'] === 'client') {
        $said = array_intersect_key($span['attributes'], ['url.full' => 1, 'server.address' => 1, 'server.port' => 1]);
        echo $span['name'], ' ', preg_replace('/(?<=127\.0\.0\.1:|"server\.port":)\d{3,}/', '(port)', json_encode($said, JSON_UNESCAPED_SLASHES)), "\n";
    }
}
--EXPECT--
converted /object
GET /object HTTP/1.1 as it should be
[true,200,null]
GET 200 HTTP/1.1 as it should be
[true,200,null]
GET 1.5 HTTP/1.1 as it should be
[true,200,null]
GET 1 HTTP/1.1 as it should be
[true,200,null]
GET found HTTP/1.1 as it should be
[true,200,null]
GET ?q=1 HTTP/1.1 as it should be
[true,200,null]
GET * HTTP/1.1 as it should be
[true,200,null]
GET //double HTTP/1.1 as it should be
[true,200,null]
GET http://example.org/whole HTTP/1.1 as it should be
[true,200,null]
converted posted
POST posted HTTP/1.1 as it should be
[true,200,null]
Swoole\Coroutine\Http\Client::execute(): Argument #1 ($path) must be of type string, array given
converted 
no URI
Swoole\Coroutine\Http\Client::execute(): Argument #1 ($path) must be of type string, stdClass given
Swoole\Coroutine\Http\Client::download() expects at least 2 arguments, 0 given
Swoole\Coroutine\Http\Client::download() expects at most 3 arguments, 4 given
Swoole\Coroutine\Http\Client::get(): Argument #1 ($path) must be of type string, Uri given
Swoole\Coroutine\Http\Client::get(): Argument #1 ($path) must be of type string, int given
bool(false)
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [POST] client unset
  - [GET] client error, "Client no connection"
GET {"url.full":"http://127.0.0.1:(port)/object","server.address":"127.0.0.1","server.port":(port)}
GET {"url.full":"http://127.0.0.1:(port)/200","server.address":"127.0.0.1","server.port":(port)}
GET {"url.full":"http://127.0.0.1:(port)/1.5","server.address":"127.0.0.1","server.port":(port)}
GET {"url.full":"http://127.0.0.1:(port)/1","server.address":"127.0.0.1","server.port":(port)}
GET {"url.full":"http://127.0.0.1:(port)/found","server.address":"127.0.0.1","server.port":(port)}
GET {"url.full":"http://127.0.0.1:(port)/?q=1","server.address":"127.0.0.1","server.port":(port)}
GET {"url.full":"http://127.0.0.1:(port)/*","server.address":"127.0.0.1","server.port":(port)}
GET {"url.full":"http://127.0.0.1:(port)//double","server.address":"127.0.0.1","server.port":(port)}
GET {"url.full":"http://example.org/whole","server.address":"example.org","server.port":80}
POST {"url.full":"http://127.0.0.1:(port)/posted","server.address":"127.0.0.1","server.port":(port)}
GET {"url.full":"http://127.0.0.1:1/found","server.address":"127.0.0.1","server.port":1}
