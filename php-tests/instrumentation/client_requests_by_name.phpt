--TEST--
Each kind of HTTP client is traced by its own name, without a parent only where orphans are, and a trace that is not sampled goes on so
--EXTENSIONS--
curl
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

$file = scratch() . '/received.jsonl';
$server = BuiltinServer::start(program(ANSWERS, 'answers.php'), [], ['RECEIVED' => $file]);
$program = program("<?php\nconst BASE = 'http://{$server->authority()}';\n" . WORDS . <<<'PHP'
    go(function () use ($argv) {
        $ask = function () {
            $handle = curl_init(BASE . '/curl');
            curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
            curl_exec($handle);
            file_get_contents(BASE . '/stream');
            (new Swoole\Coroutine\Http\Client('127.0.0.1', parse_url(BASE, PHP_URL_PORT)))->get('/http');
        };
        isset($argv[1]) ? $ask() : in_trace($ask);
    });
    Swoole\Event::wait();
    PHP);
$runs = [
    ['none', [], []],
    ['http', [], []],
    ['curl', [], []],
    ['stream', [], []],
    ['all,-http', [], []],
    ['all', [], ['without a parent']],
    ['http,curl,stream', ['traced_coroutine.instrument_orphans' => '1'], ['without a parent']],
    ['all', ['traced_coroutine.sampler' => 'always_off'], []],
];
foreach ($runs as [$names, $more, $words]) {
    $traces = scratch() . '/traces.jsonl';
    @unlink($traces);
    @unlink($file);
    $settings = $more + ['traced_coroutine.instrument' => $names, 'traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $traces];
    $ran = run_php([...tier_arguments(), ...traced_arguments(), $program, ...$words], $settings);
    echo json_encode([$names, ...array_values($more), ...$words]), $ran->stdout, $ran->stderr, "\n";
    $ids = array_column(spans_of_file($traces), 'span_id');
    foreach (file($file, FILE_IGNORE_NEW_LINES) as $line) {
        [, $path, $headers] = json_decode($line, true);
        $parent = $headers['HTTP_TRACEPARENT'] ?? '';
        echo "  $path ", $parent === '' ? 'nothing' : (in_array(substr($parent, 36, 16), $ids, true) ? 'a span, ' : 'no span, ') . 'flags ' . substr($parent, 53), "\n";
    }
    echo preg_replace('/^/m', '  ', rtrim(span_tree(spans_of_file($traces)))), "\n";
}
$server->stop();
--EXPECT--
["none"]
  /curl nothing
  /stream nothing
  /http nothing
  - [root] unset
["http"]
  /curl nothing
  /stream nothing
  /http a span, flags 03
  - [root] unset
    - [GET] client unset
["curl"]
  /curl a span, flags 03
  /stream nothing
  /http nothing
  - [root] unset
    - [GET] client unset
["stream"]
  /curl nothing
  /stream a span, flags 03
  /http nothing
  - [root] unset
    - [GET] client unset
["all,-http"]
  /curl a span, flags 03
  /stream a span, flags 03
  /http nothing
  - [root] unset
    - [GET] client unset
    - [GET] client unset
["all","without a parent"]
  /curl nothing
  /stream nothing
  /http nothing
  (no spans)
["http,curl,stream","1","without a parent"]
  /curl a span, flags 03
  /stream a span, flags 03
  /http a span, flags 03
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
["all","always_off"]
  /curl no span, flags 02
  /stream no span, flags 02
  /http no span, flags 02
  (no spans)
