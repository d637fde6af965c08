--TEST--
A request over HTTP/2 that was waited for in vain has failed, also where the program holds the client to its end
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('its HTTP/2 server takes no request of this client');
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

$spans = compare_with_uninstrumented(<<<'PHP'
    <?php
    // It answers nothing.
    $server = stream_socket_server('tcp://127.0.0.1:0');
    $port = (int) substr(strrchr(stream_socket_get_name($server, false), ':'), 1);
    $trace = class_exists('TracedCoroutine') ? fn ($body) => TracedCoroutine::trace('root', $body) : fn ($body) => $body();
    Swoole\Coroutine\run(fn () => $trace(function () use ($port) {
        foreach (['/waited-for' => true, '/sent' => false] as $path => $is_waited_for) {
            $client = new Swoole\Coroutine\Http2\Client('127.0.0.1', $port);
            $client->connect();
            $request = new Swoole\Http2\Request;
            $request->path = $path;
            $client->send($request);
            $is_waited_for && var_dump($client->recv(0.05));
            $GLOBALS['to the end'][] = $client;
        }
    }));
    PHP, ['traced_coroutine.instrument' => 'http']);
foreach (array_column($spans, 'attributes') as $said) {
    isset($said['url.full']) && print(preg_replace('/:\d+/', '', $said['url.full']) . ' ' . ($said['error.type'] ?? 'unset') . "\n");
}
--EXPECT--
bool(false)
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client error, "Connection timed out"
  - [GET] client unset
http://127.0.0.1/waited-for ETIMEDOUT
http://127.0.0.1/sent unset
