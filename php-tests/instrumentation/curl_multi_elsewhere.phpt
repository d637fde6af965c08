--TEST--
A transfer whose multi handle another coroutine works on ends with the transfer, and not with the coroutine that has added it
--EXTENSIONS--
curl
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

$spans = compare_with_uninstrumented("<?php\n" . WORDS . <<<'PHP'
    go(function () {
        $root = class_exists('TracedCoroutine', false) ? TracedCoroutine::startSpan('root') : null;
        $scope = $root?->activate();
        $multi = curl_multi_init();
        $handle = curl_init('http://127.0.0.1:1/');
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        go(function () use ($multi, $handle) {
            curl_multi_add_handle($multi, $handle);
        });
        Swoole\Coroutine::sleep(0.001);
        do {
            curl_multi_exec($multi, $running);
        } while ($running > 0);
        echo curl_multi_info_read($multi)['result'], "\n";
        $scope?->detach();
        $root?->end();
    });
    Swoole\Event::wait();
    PHP, ['traced_coroutine.instrument' => 'coroutine,curl']);
$by_id = array_column($spans, null, 'span_id');
foreach ($spans as $span) {
    if ($span['kind'] === 'client') {
        $outlived = $span['end_time_unix_nano'] > $by_id[$span['parent_span_id']]['end_time_unix_nano'];
        echo $span['attributes']['error.type'] ?? 'no error', $outlived ? ' after' : ' before', " the sender\n";
    }
}
--EXPECT--
7
[exit code 0, same as without the extension]
- [root] unset
  - {closure}:12 returned, unset
    - [GET] client error
CURLE_COULDNT_CONNECT after the sender
