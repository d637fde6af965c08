--TEST--
With traced_coroutine.server.forwarded the client, the host and the scheme are what the first proxy says, and else the connection's
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

$program = http_program('fn ($request, $response) => $response->end()', [
    ['GET', '/none', []],
    ['GET', '/headers', ['X-Forwarded-Proto' => 'https, http', 'X-Forwarded-Host' => 'public.example, b', 'X-Forwarded-For' => '192.0.2.7:4711, 10.0.0.1']],
    ['GET', '/forwarded', ['Forwarded' => 'For="[2001:db8::1]:4711";host="public.example:8443";Proto=https, for=10.0.0.1;host=b', 'X-Forwarded-Host' => 'c']],
    ['GET', '/both', ['Forwarded' => 'for=192.0.2.7', 'X-Forwarded-Host' => '[2001:db8::2]:81', 'X-Forwarded-Proto' => 'wss']],
    ['GET', '/hidden', ['Forwarded' => 'for=_hidden;host=;proto=ftp', 'X-Forwarded-For' => '192.0.2.7']],
]);
foreach (['1', '0'] as $forwarded) {
    echo "forwarded=$forwarded\n";
    ob_start();
    $spans = compare_with_uninstrumented($program, ['traced_coroutine.instrument' => 'server', 'traced_coroutine.server.forwarded' => $forwarded]);
    ob_end_clean();
    foreach ($spans as ['attributes' => $said]) {
        echo "{$said["url.path"]}: {$said["url.scheme"]} {$said["server.address"]} {$said["server.port"]} for {$said["client.address"]}\n";
    }
}
--EXPECT--
forwarded=1
/none: http shop.example 8080 for 127.0.0.1
/headers: https public.example 443 for 192.0.2.7
/forwarded: https public.example 8443 for 2001:db8::1
/both: https 2001:db8::2 81 for 192.0.2.7
/hidden: http shop.example 8080 for 127.0.0.1
forwarded=0
/none: http shop.example 8080 for 127.0.0.1
/headers: http shop.example 8080 for 127.0.0.1
/forwarded: http shop.example 8080 for 127.0.0.1
/both: http shop.example 8080 for 127.0.0.1
/hidden: http shop.example 8080 for 127.0.0.1
