--TEST--
In a trace that is not sampled a program's calls are counted and have no spans, and the servers that it asks are told
--EXTENSIONS--
curl
pdo
pdo_sqlite
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

$received = scratch() . '/received.jsonl';
$file = scratch() . '/traces.jsonl';
$server = BuiltinServer::start(program(ANSWERS, 'answers.php'), [], ['RECEIVED' => $received]);
@unlink($received);
$ran = run_traced(program("<?php\nconst BASE = 'http://{$server->authority()}';\n" . <<<'PHP'
    /** What a call returns, how many spans were not sampled meanwhile, and how many were started. */
    function say(string $name, callable $call): void
    {
        $before = TracedCoroutine::stats();
        try {
            $result = json_encode($call());
        } catch (PDOException $exception) {
            $result = $exception->getMessage();
        }
        $after = TracedCoroutine::stats();
        echo "$name: $result, ", $after['not_sampled'] - $before['not_sampled'], ' not sampled, ', $after['started'] - $before['started'], " started\n";
    }

    TracedCoroutine::trace('root', function () {
        $curl = curl_init(BASE . '/curl');
        curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_HTTPHEADER => ['X-Mine: 1']]);
        say('curl', fn () => curl_exec($curl));
        say('stream', fn () => file_get_contents(BASE . '/stream'));
        say('404', fn () => @file_get_contents(BASE . '/404'));
        $pdo = null;
        say('connect', function () use (&$pdo) { $pdo = new PDO('sqlite::memory:'); });
        say('exec', fn () => $pdo->exec('CREATE TABLE users (id INTEGER PRIMARY KEY)'));
        $insert = $pdo->prepare('INSERT INTO users VALUES (?)');
        say('execute', fn () => $insert->execute([1]));
        say('execute, exception', fn () => $insert->execute([1]));
        say('transaction', fn () => [$pdo->beginTransaction(), $pdo->rollBack()]);
        say('query', fn () => $pdo->query('SELECT count(*) FROM users')->fetchColumn());
        echo TracedCoroutine::currentSpan()->getContext()->getTraceId(), "\n";
    });
    PHP), ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'traced_coroutine.instrument' => 'all', 'traced_coroutine.sampler' => 'always_off']);
$server->stop();

$lines = explode("\n", rtrim($ran->stdout));
$trace = array_pop($lines);
echo implode("\n", $lines), "\n", $ran->stderr, $ran->how(), "\n";
foreach (file($received) as $line) {
    [$method, $path, $headers] = json_decode($line, true);
    [$version, $trace_id, $span_id, $flags] = explode('-', $headers['HTTP_TRACEPARENT']) + ['', '', '', ''];
    echo "$method $path ", $trace_id === $trace ? 'in the trace' : '!! in another', ", flags $flags", isset($headers['HTTP_X_MINE']) ? ', with its own header' : '', "\n";
}
echo count(spans_of_file($file)), " spans\n";
--EXPECT--
curl: "answer to GET \/curl", 1 not sampled, 0 started
stream: "answer to GET \/stream", 1 not sampled, 0 started
404: false, 1 not sampled, 0 started
connect: null, 1 not sampled, 0 started
exec: 0, 1 not sampled, 0 started
execute: true, 1 not sampled, 0 started
execute, exception: SQLSTATE[23000]: Integrity constraint violation: 19 UNIQUE constraint failed: users.id, 1 not sampled, 0 started
transaction: [true,true], 2 not sampled, 0 started
query: 1, 1 not sampled, 0 started
exit code 0
GET /curl in the trace, flags 02, with its own header
GET /stream in the trace, flags 02
GET /404 in the trace, flags 02
0 spans
