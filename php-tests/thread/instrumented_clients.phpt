--TEST--
Requests that several threads send at once are client spans of their own traces, and carry their own headers
--EXTENSIONS--
curl
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_threads();
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';
require __DIR__ . '/../support/threads.inc';

$file = scratch() . '/received.jsonl';
$server = BuiltinServer::start(program(ANSWERS, 'answers.php'), [], ['RECEIVED' => $file]);
@unlink($file);
$base = var_export("http://{$server->authority()}", true);
$spans = run_threads(<<<'PHP'
    for ($number = 0; $number < 3; $number++) {
        start_thread($thread, "thread-$number");
    }
    join_threads();
    PHP, <<<PHP
    const BASE = $base;
    function by_curl(string \$url): string
    {
        \$handle = curl_init(\$url);
        curl_setopt(\$handle, CURLOPT_RETURNTRANSFER, true);
        return curl_exec(\$handle);
    }
    function by_swoole(string \$url): string
    {
        \$parts = parse_url(\$url);
        \$client = new Swoole\Coroutine\Http\Client(\$parts['host'], \$parts['port']);
        \$client->get(\$parts['path']);
        return \$client->body;
    }
    with_coroutines(fn () => TracedCoroutine::trace(thread_word(), function () {
        for (\$number = 0; \$number < 20; \$number++) {
            foreach (['by_curl', 'by_swoole', 'file_get_contents'] as \$client) {
                \$path = '/' . thread_word() . "/\$client";
                \$answer = \$client(BASE . \$path);
                \$answer === "answer to GET \$path" || print("!! \$answer\\n");
            }
        }
    }));
    PHP, ['traced_coroutine.instrument' => 'all']);
$server->stop();
$of_trace = array_column(array_filter($spans, fn (array $span) => str_starts_with($span['name'], 'thread-')), 'name', 'trace_id');
$by_id = array_column($spans, null, 'span_id');
$carried = [];
foreach (file($file) as $line) {
    [, $path, $headers] = json_decode($line, true);
    preg_match('/^00-([0-9a-f]{32})-([0-9a-f]{16})-03$/', $headers['HTTP_TRACEPARENT'] ?? '', $ids) || print("!! $line");
    [, $thread, $client] = explode('/', $path);
    $is_its = ($of_trace[$ids[1]] ?? '') === $thread && str_ends_with($by_id[$ids[2]]['attributes']['url.full'] ?? '', $path);
    $carried[$client] = ($carried[$client] ?? 0) + ($is_its ? 1 : 0);
}
ksort($carried);
echo json_encode($carried), "\n";
echo count(array_filter($spans, fn (array $span) => $span['kind'] === 'client')), ' client spans, in ', count(values_of($spans, 'thread.id')), " threads\n";
--EXPECT--
exit code 0
{"by_curl":60,"by_swoole":60,"file_get_contents":60}
180 client spans, in 3 threads
