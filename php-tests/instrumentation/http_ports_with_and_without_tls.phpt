--TEST--
A port that shares its server's callbacks says https where it has TLS, and http where the server has it and the port has not
--DESCRIPTION--
The port where a callback was registered had the say for all others, too.
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_openssl();
not_on_openswoole('its ports do not say whether they have TLS');
defined('SWOOLE_SSL') || skip('needs a Swoole with OpenSSL');
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';
require __DIR__ . '/../support/collector.inc';

const PROGRAM = <<<'PHP'
    <?php
    const TLS = ['ssl_cert_file' => PEM, 'ssl_key_file' => PEM];
    const HTTP = ['open_http_protocol' => true, 'open_websocket_protocol' => true];
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0, SWOOLE_BASE, SWOOLE_SOCK_TCP | FIRST);
    $server->set(['worker_num' => 1, 'log_file' => '/dev/null', 'reload_async' => false] + (FIRST ? TLS : []));
    if (PORTS === 2) {
        $port = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP | SECOND);
        $port->set(HTTP + (SECOND ? TLS : []));
    }
    $server->on('request', fn ($request, $response) => $response->end('answer'));
    $server->on('open', fn () => null);
    $server->on('message', fn () => null);
    $server->on('workerStart', function ($server) {
        Swoole\Timer::after(1, fn () => go(function () use ($server) {
            foreach ($server->ports as $number => $port) {
                foreach ([['Host' => 'shop.example'], ['Host' => 'shop.example:8080']] as $headers) {
                    $client = new Swoole\Coroutine\Http\Client('127.0.0.1', $port->port, $port->ssl);
                    $client->set(['ssl_verify_peer' => false]);
                    $client->setHeaders($headers);
                    $client->get("/port/$number");
                    echo $client->body, "\n";
                    $client->close();
                }
                $client = new Swoole\Coroutine\Http\Client('127.0.0.1', $port->port, $port->ssl);
                $client->set(['ssl_verify_peer' => false]);
                $client->setHeaders(['Host' => 'chat.example']);
                echo json_encode($client->upgrade("/port/$number/chat")), "\n";
                $client->close();
            }
            Swoole\Coroutine::sleep(0.01);
            $server->shutdown();
        }));
    });
    $server->start();
    PHP;
$pem = var_export(Collector::certificate(), true);
foreach ([
    'a port with TLS' => ['0', 'SWOOLE_SSL', '2'],
    'a server with TLS' => ['SWOOLE_SSL', '0', '2'],
    'both' => ['SWOOLE_SSL', 'SWOOLE_SSL', '2'],
    'one port' => ['SWOOLE_SSL', '0', '1'],
] as $case => [$first, $second, $ports]) {
    echo "=== $case\n";
    ob_start();
    $spans = compare_with_uninstrumented(strtr(PROGRAM, ['PEM' => $pem, 'FIRST' => $first, 'SECOND' => $second, 'PORTS' => $ports]), ['traced_coroutine.instrument' => 'server']);
    preg_match('/^\[exit.*|^!!.*/ms', preg_replace('/^- .*/ms', '', ob_get_clean()), $how);
    echo rtrim($how[0]), "\n";
    usort($spans, static fn (array $a, array $b): int => $a['start_time_unix_nano'] <=> $b['start_time_unix_nano']);
    foreach ($spans as $span) {
        $said = $span['attributes'];
        echo "{$said['url.path']}: {$said['url.scheme']}://{$said['server.address']}:{$said['server.port']}\n";
    }
}
--EXPECT--
=== a port with TLS
[exit code 0, same as without the extension]
/port/0: http://shop.example:80
/port/0: http://shop.example:8080
/port/0/chat: http://chat.example:80
/port/1: https://shop.example:443
/port/1: https://shop.example:8080
/port/1/chat: https://chat.example:443
=== a server with TLS
[exit code 0, same as without the extension]
/port/0: https://shop.example:443
/port/0: https://shop.example:8080
/port/0/chat: https://chat.example:443
/port/1: http://shop.example:80
/port/1: http://shop.example:8080
/port/1/chat: http://chat.example:80
=== both
[exit code 0, same as without the extension]
/port/0: https://shop.example:443
/port/0: https://shop.example:8080
/port/0/chat: https://chat.example:443
/port/1: https://shop.example:443
/port/1: https://shop.example:8080
/port/1/chat: https://chat.example:443
=== one port
[exit code 0, same as without the extension]
/port/0: https://shop.example:443
/port/0: https://shop.example:8080
/port/0/chat: https://chat.example:443
