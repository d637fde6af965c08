--TEST--
What a curl handle says of its request is what it says untraced, but for the headers that were sent
--EXTENSIONS--
curl
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

each_runtime(static fn (string $way) => compare_requests(sprintf($way, <<<'PHP'
    in_trace(function () {
        $sent = curl_init(BASE . '/header-out');
        curl_setopt_array($sent, [CURLOPT_RETURNTRANSFER => true, CURLINFO_HEADER_OUT => true]);
        curl_exec($sent);
        echo json_encode(preg_replace('/^traceparent: .*\R/m', '', curl_getinfo($sent, CURLINFO_HEADER_OUT)), JSON_UNESCAPED_SLASHES), "\n";
        $handle = curl_init(BASE . '/found');
        $verbose = fopen('php://temp', 'w+');
        curl_setopt_array($handle, [
            CURLOPT_RETURNTRANSFER => true, CURLOPT_HEADER => true, CURLOPT_VERBOSE => true, CURLOPT_STDERR => $verbose,
            CURLOPT_HTTPHEADER => ['X-Mine: 1'], CURLOPT_PRIVATE => new ArrayObject([1]),
        ]);
        $result = curl_exec($handle);
        rewind($verbose);
        // Which of these libcurl 8.14 says depends on whether the answer is there before they look whether all was sent.
        $of_its_own_time = '/^\* (Request completely sent off|abort upload)\R/m';
        $without_times = fn (string $text) => preg_replace(['/^(< )?Date: .*\R/m', '/^traceparent: .*\R/m', $of_its_own_time, '/port \d+|#\d+/'], '', $text);
        echo 'compared: ', json_encode([$without_times($result), $without_times(stream_get_contents($verbose))]), "\n";
        $info = curl_getinfo($handle);
        ksort($info);
        $sizes = ['request_size', 'local_port', 'primary_port', 'speed_download', 'speed_upload', 'appconnect_time_us'];
        echo 'compared: ', json_encode(array_filter($info, fn ($name) => !str_contains($name, 'time') && !in_array($name, $sizes), ARRAY_FILTER_USE_KEY)), "\n";
        echo json_encode([curl_getinfo($handle, CURLINFO_PRIVATE), str_contains(print_r($handle, true), 'trace')]), "\n";
        $list = ['X-Mine: ' . strlen(BASE)];
        curl_setopt($handle, CURLOPT_HTTPHEADER, $list);
        curl_exec($handle);
        $list[] = 'X-Other: 1';
        echo count($list), "\n";
    });
    PHP)));
--EXPECT--
"GET /header-out HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nAccept: */*\r\n\r\n"
compared
compared
[{"0":1},false]
2
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
GET {"url.full":"http://127.0.0.1:PORT/header-out","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /header-out
GET {"url.full":"http://127.0.0.1:PORT/found","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /found
GET {"url.full":"http://127.0.0.1:PORT/found","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /found
