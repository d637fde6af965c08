--TEST--
traced_coroutine.http.known_methods has the HTTP methods that are not _OTHER in the spans of servers and of clients
--EXTENSIONS--
swoole
curl
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

$program = http_program(<<<'PHP'
    function ($request, $response) {
        $handle = curl_init('http://127.0.0.1:1/');
        curl_setopt($handle, CURLOPT_CUSTOMREQUEST, $request->server['request_method']);
        $response->end(json_encode(curl_exec($handle)));
    }
    PHP, [['PROPFIND', '/', []], ['GET', '/', []], ['PUT', '/', []]]);
foreach ([[], ['traced_coroutine.http.known_methods' => 'GET, PROPFIND']] as $settings) {
    ob_start();
    $spans = compare_with_uninstrumented($program, ['traced_coroutine.instrument' => 'server,curl'] + $settings);
    ob_end_clean();
    echo json_encode($settings), "\n";
    foreach ($spans as $span) {
        $methods = array_intersect_key($span['attributes'], ['http.request.method' => 1, 'http.request.method_original' => 1]);
        echo "$span[kind] $span[name] ", json_encode($methods), "\n";
    }
}
--EXPECT--
[]
client HTTP {"http.request.method":"_OTHER","http.request.method_original":"PROPFIND"}
server HTTP {"http.request.method":"_OTHER","http.request.method_original":"PROPFIND"}
client GET {"http.request.method":"GET"}
server GET {"http.request.method":"GET"}
client PUT {"http.request.method":"PUT"}
server PUT {"http.request.method":"PUT"}
{"traced_coroutine.http.known_methods":"GET, PROPFIND"}
client PROPFIND {"http.request.method":"PROPFIND"}
server PROPFIND {"http.request.method":"PROPFIND"}
client GET {"http.request.method":"GET"}
server GET {"http.request.method":"GET"}
client HTTP {"http.request.method":"_OTHER","http.request.method_original":"PUT"}
server HTTP {"http.request.method":"_OTHER","http.request.method_original":"PUT"}
