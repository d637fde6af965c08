--TEST--
A request or a packet that comes by a UNIX socket says nothing of addresses and ports that there are not
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('6.2', 'a request says which of the server\'s addresses it came to');
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

foreach (["'event_object' => false", "'event_object' => true"] as $set) {
    ob_start();
    $spans = compare_with_uninstrumented(strtr(<<<'PHP'
        <?php
        $directory = sys_get_temp_dir() . '/' . uniqid('tc', true);
        mkdir($directory);
        $server = new Swoole\Http\Server("$directory/http", 0, SWOOLE_BASE, SWOOLE_SOCK_UNIX_STREAM);
        $server->set(['worker_num' => 1, 'log_file' => '/dev/null', SET]);
        $server->on('request', fn ($request, $response) => $response->end('answered'));
        $packets = $server->listen("$directory/packets", 0, SWOOLE_SOCK_UNIX_DGRAM);
        $packets->on('packet', function ($server, $packet, $client = null) {
            echo is_object($packet) ? $packet->data : $packet, "\n";
            $server->shutdown();
        });
        $server->on('workerStart', fn () => go(function () use ($directory) {
            foreach (["GET /old HTTP/1.0\r\n\r\n", "GET /new HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"] as $request) {
                $client = new Swoole\Coroutine\Client(SWOOLE_SOCK_UNIX_STREAM);
                $client->connect("$directory/http", 0);
                $client->send($request);
                for ($answer = ''; ($part = $client->recv(5)) !== '' && $part !== false; $answer .= $part);
                echo substr($answer, -8), "\n";
            }
            $client = new Swoole\Coroutine\Client(SWOOLE_SOCK_UNIX_DGRAM);
            $client->connect("$directory/packets", 0);
            $client->send('packet');
        }));
        $server->start();
        array_map(unlink(...), glob("$directory/*"));
        rmdir($directory);
        PHP, ['SET' => $set]), ['traced_coroutine.instrument' => 'server']);
    $said = ob_get_clean();
    echo str_contains($said, 'same as without') ? "== $set\n" : $said;
    foreach ($spans as $span) {
        foreach ($span['attributes'] as $name => $value) {
            if (preg_match('/address|port/', $name)) {
                $value = is_string($value) && str_starts_with($value, '/') ? '(socket)' : $value;
                echo $span['name'], ' ', $name, ': ', var_export($value, true), "\n";
            }
        }
    }
}
--EXPECT--
== 'event_object' => false
GET server.address: '(socket)'
GET server.address: 'localhost'
GET server.port: 80
== 'event_object' => true
GET server.address: '(socket)'
GET server.address: 'localhost'
GET server.port: 80
