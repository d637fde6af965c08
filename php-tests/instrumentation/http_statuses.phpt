--TEST--
The status in a span is the one that the client gets, however the program comes to answer or not to
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('6.1', 'it sends each status that it is given');
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

$ways = [
    'missing-file', 'missing-file-then-404', 'part-of-a-file', 'written-then-status', 'closed-connection', 'closed-response',
    'text', 'bool', 'zero', 'redirect', 'redirect-null', 'deferred', 'deferred-status', 'deferred-twice',
    'deferred-error', 'error-then-deferred', 'empty-piece', 'empty-piece-then-status', 'status-then-empty-piece',
];
$requests = array_map(fn ($way) => ['GET', "/$way", []], $ways);
$callback = <<<'PHP'
    function ($request, $response) use ($server) {
        $defer = fn (Closure $work) => Swoole\Coroutine::getCid() > 0 ? Swoole\Coroutine::defer($work) : $work();
        match ($request->server['request_uri']) {
            '/missing-file' => @$response->sendfile('/nowhere'),
            '/missing-file-then-404' => @$response->sendfile('/nowhere') || $response->status(404) && $response->end(),
            '/part-of-a-file' => @$response->sendfile(__FILE__, 0, 1_000_000),
            '/written-then-status' => $response->write('a') && $response->status(500) && $response->end(),
            '/empty-piece' => @$response->write(''),
            '/empty-piece-then-status' => [@$response->write(''), $response->status(503), $response->end('late')],
            '/status-then-empty-piece' => $response->status(503) && @$response->write(''),
            '/closed-connection' => $server->close($response->fd),
            '/closed-response' => $response->close(),
            '/text' => $response->status(' 4.04e2 ') && $response->end(),
            '/bool' => $response->status(true) && $response->end(),
            '/zero' => $response->status(0) && $response->end(),
            '/redirect' => $response->redirect('/', '308'),
            '/redirect-null' => $response->redirect('/', null),
            '/deferred' => $defer(fn () => $response->status(503) && $response->end()),
            '/deferred-status' => $defer(fn () => $response->status(404)),
            '/deferred-error' => $defer(fn () => $response->status(502)),
            '/error-then-deferred' => $response->status(500) && $defer(fn () => $response->status(200) && $response->end()),
            '/deferred-twice' => [$defer(fn () => @$response->end()), $defer(fn () => $response->status(404) && $response->end())],
        };
    }
    PHP;
foreach (['', "'enable_coroutine' => false,"] as $set) {
    ob_start();
    $spans = compare_with_uninstrumented(http_program($callback, $requests, $set), ['traced_coroutine.instrument' => 'server']);
    $said = ob_get_clean();
    echo str_contains($said, 'same as without') ? '' : $said;
    preg_match_all('~^GET (\S+): "(?:HTTP\\\\/1.1 (\d+))?~m', $said, $answers, PREG_SET_ORDER);
    $spans = array_column(array_filter($spans, fn ($span) => $span['kind'] === 'server'), 'attributes');
    $spans = array_column($spans, null, 'url.path');
    foreach ($answers as $answer) {
        [$path, $status] = [$answer[1], $answer[2] ?? ''];
        $said = $spans[$path]['http.response.status_code'] ?? '';
        $error = $spans[$path]['error.type'] ?? 'none';
        echo "$path: ", $status === (string) $said ? $status ?: 'none' : "!! client $status, span $said", ", error $error\n";
    }
}
--EXPECT--
/missing-file: 500, error 500
/missing-file-then-404: 404, error none
/part-of-a-file: 500, error 500
/written-then-status: 200, error none
/closed-connection: none, error none
/closed-response: none, error none
/text: 404, error none
/bool: 1, error none
/zero: 200, error none
/redirect: 308, error none
/redirect-null: 302, error none
/deferred: 503, error 503
/deferred-status: 404, error none
/deferred-twice: 404, error none
/deferred-error: 502, error 502
/error-then-deferred: 200, error none
/empty-piece: 200, error none
/empty-piece-then-status: 200, error none
/status-then-empty-piece: 503, error 503
/missing-file: 500, error 500
/missing-file-then-404: 404, error none
/part-of-a-file: 500, error 500
/written-then-status: 200, error none
/closed-connection: none, error none
/closed-response: none, error none
/text: 404, error none
/bool: 1, error none
/zero: 200, error none
/redirect: 308, error none
/redirect-null: 302, error none
/deferred: 503, error 503
/deferred-status: 404, error none
/deferred-twice: 200, error none
/deferred-error: 502, error 502
/error-then-deferred: 200, error none
/empty-piece: 200, error none
/empty-piece-then-status: 200, error none
/status-then-empty-piece: 503, error 503
