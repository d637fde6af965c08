<?php
/**
 * Clients that mean harm, until they are killed: php hostile.php PORT CONNECTIONS
 *
 * CONNECTIONS are opened and left idle. Beside them come requests that are no requests, that are too long, that have too many
 * headers or trace headers without sense, that stop in the middle, and whose clients leave before the answer.
 */

declare(strict_types=1);

use Swoole\Coroutine;
use Swoole\Coroutine\Client;

[, $port, $connections] = array_map(intval(...), $argv);
mt_srand(1);

function request(string $headers, string $line = 'GET / HTTP/1.1'): string
{
    return "$line\r\nHost: 127.0.0.1\r\n$headers\r\n";
}

function noise(int $length): string
{
    $noise = '';
    while (strlen($noise) < $length) {
        $noise .= pack('V', mt_rand());
    }
    return substr($noise, 0, $length);
}

/** @return list<Closure(): string> */
function attacks(): array
{
    $trace = '00-' . str_repeat('a', 32) . '-' . str_repeat('b', 16) . '-01';
    return [
        static fn (): string => noise(mt_rand(1, 4000)),
        static fn (): string => request('', 'GET  /  HTTP/9.9'),
        static fn (): string => request('', noise(20) . ' / HTTP/1.1'),
        static fn (): string => request('', 'GET /' . str_replace(["\r", "\n", ' ', "\0"], '%', noise(300)) . ' HTTP/1.1'),
        static fn (): string => request('', 'GET /?' . str_repeat('sig=secret&', 700) . ' HTTP/1.1'),
        static fn (): string => request('', 'GET /' . str_repeat('x', 100_000) . ' HTTP/1.1'),
        static fn (): string => request('X-Bomb: ' . str_repeat('x', 1_000_000) . "\r\n"),
        static fn (): string => request(implode('', array_map(static fn (int $n): string => "X-$n: $n\r\n", range(1, 3000)))),
        static fn (): string => request(str_repeat("Accept: */*\r\n", 500)),
        static fn (): string => request("traceparent: $trace\r\ntraceparent: $trace\r\n"),
        static fn (): string => request('traceparent: ' . bin2hex(noise(2000)) . "\r\n"),
        static fn (): string => request('tracestate: ' . str_repeat('a=b,', 2000) . "\r\ntraceparent: $trace\r\n"),
        static fn (): string => request("traceparent: $trace\r\nbaggage: " . str_repeat('k=%zz%00;p=1,', 500) . "\r\n"),
        static fn (): string => request("Content-Length: -1\r\n", 'POST / HTTP/1.1'),
        static fn (): string => request("Content-Length: 99999999999999999999\r\n", 'POST / HTTP/1.1') . 'x',
        static fn (): string => request("Transfer-Encoding: chunked\r\n", 'POST / HTTP/1.1') . "zz\r\n" . noise(100),
        static fn (): string => request("User-Agent: \xff\xfe\r\nHost: [::1\r\nX-Forwarded-For: " . str_repeat('1.2.3.4, ', 800) . "\r\n"),
        static fn (): string => str_repeat(request(''), 50),
        static fn (): string => substr(request(''), 0, mt_rand(1, 20)),
        static fn (): string => '',
    ];
}

Coroutine::set(['max_coroutine' => 100_000, 'log_level' => SWOOLE_LOG_NONE]);
Coroutine\run(static function () use ($port, $connections): void {
    $idle = [];
    for ($n = 0; $n < $connections; $n++) {
        $client = new Client(SWOOLE_SOCK_TCP);
        @$client->connect('127.0.0.1', $port, 5.0) && $idle[] = $client;
        $n % 100 === 0 && Coroutine::sleep(0.01);
    }
    echo count($idle), "\n";
    for ($attacker = 0; $attacker < 8; $attacker++) {
        Coroutine::create(static function () use ($port): void {
            $attacks = attacks();
            while (true) {
                $client = new Client(SWOOLE_SOCK_TCP);
                if (@$client->connect('127.0.0.1', $port, 5.0)) {
                    @$client->send($attacks[array_rand($attacks)]());
                    // Half of them leave at once.
                    mt_rand(0, 1) && @$client->recv(0.05);
                }
                $client->close();
                Coroutine::sleep(0.002);
            }
        });
    }
});
