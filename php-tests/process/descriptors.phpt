--TEST--
No descriptor of ours is in the program's table: a daemon's closed streams stay closed, its logs get their numbers
--DESCRIPTION--
Where the standard streams were closed, the exporter's socket or file got their numbers, and a collector what the program
printed.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_linux();
needs_otlp_decoder();
needs_own_descriptor_tables();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/collector.inc';

$udp = stream_socket_server('udp://127.0.0.1:0', flags: STREAM_SERVER_BIND);
$collectors = ['http' => Collector::start('ok'), 'grpc' => Collector::start('grpc')];
$exporters = [
    'http' => ['exporter' => 'otlp', 'otlp.endpoint' => $collectors['http']->base()],
    'grpc' => ['exporter' => 'otlp', 'otlp.endpoint' => $collectors['grpc']->base(), 'otlp.protocol' => 'grpc'],
    'file' => ['exporter' => 'file', 'file.path' => scratch() . '/t.jsonl'],
    'udp' => ['exporter' => 'jaeger', 'jaeger.agent_host' => '127.0.0.1', 'jaeger.agent_port' => substr(strrchr(stream_socket_get_name($udp, false), ':'), 1)],
    'console' => ['exporter' => 'console'],
];
foreach ($exporters as $name => $settings) {
    $ini = [];
    foreach ($settings as $setting => $value) {
        $ini["traced_coroutine.$setting"] = $value;
    }
    $report = scratch() . "/report-$name";
    $ran = run_traced(__DIR__ . '/../support/descriptors.php', $ini, $name === 'console' ? ['KEEPS_STDERR' => '1'] : [], words: [$report]);
    echo "$name: ", $ran->how(), "\n", @file_get_contents($report), "\n";
    echo $ran->stdout, match ($name) {
        'http', 'grpc' => span_tree($collectors[$name]->accepted()),
        'file' => span_tree(spans_of_file($settings['file.path'])),
        'udp' => (str_contains(fread($udp, 65_000) . fread($udp, 65_000), 'printed') ? '!! printed text' : 'two packets') . "\n",
        'console' => preg_match_all('/^└─ works #\d+/m', $ran->stderr) . " trees\n",
    };
}
--EXPECT--
http: exit code 0
{"delivered":[true,true],"new":[],"logs":[0,1],"printed":"printed to the log\n","child":[]}
- works:6 returned, unset
- works:6 returned, unset
grpc: exit code 0
{"delivered":[true,true],"new":[],"logs":[0,1],"printed":"printed to the log\n","child":[]}
- works:6 returned, unset
- works:6 returned, unset
file: exit code 0
{"delivered":[true,true],"new":[],"logs":[0,1],"printed":"printed to the log\n","child":[]}
- works:6 returned, unset
- works:6 returned, unset
udp: exit code 0
{"delivered":[true,true],"new":[],"logs":[0,1],"printed":"printed to the log\n","child":[]}
two packets
console: exit code 0
{"delivered":[true,true],"new":[],"logs":[0,1],"printed":"printed to the log\n","child":[]}
2 trees
