--TEST--
Where the system refuses a table of descriptors of our own, nothing that a daemon prints reaches a collector or a file
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_linux();
needs_otlp_decoder();
needs_c_compiler();
not_under_valgrind('the filter would be valgrind\'s own');
not_emulated('it has no filters of system calls');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/collector.inc';

$refuse = scratch() . '/refuse_tables';
$built = run_command(['cc', '-o', $refuse, __DIR__ . '/../support/refuse_tables.c']);
echo $built->stderr;
$collectors = ['http' => Collector::start('ok'), 'grpc' => Collector::start('grpc')];
$exporters = [
    'http' => ['exporter' => 'otlp', 'otlp.endpoint' => $collectors['http']->base()],
    'grpc' => ['exporter' => 'otlp', 'otlp.endpoint' => $collectors['grpc']->base(), 'otlp.protocol' => 'grpc'],
    'file' => ['exporter' => 'file', 'file.path' => scratch() . '/t.jsonl'],
];
foreach ([['both', 'http'], ['both', 'grpc'], ['both', 'file'], ['close_range', 'http']] as [$what, $name]) {
    $settings = $exporters[$name];
    $report = scratch() . "/report-$what-$name";
    $command = [$refuse, $what, ...traced_php(), '-d', 'display_errors=0'];
    foreach ($settings as $setting => $value) {
        array_push($command, '-d', "traced_coroutine.$setting=$value");
    }
    $ran = run_command([...$command, __DIR__ . '/../support/descriptors.php', $report]);
    $seen = json_decode((string) @file_get_contents($report), true);
    // Where both are refused, sockets are there, but none has the number of a standard stream, and children have none.
    $low = array_intersect_key($seen['new'], [0, 1, 2]);
    echo "$what, $name: ", json_encode([$seen['delivered'], $low, $seen['child']], JSON_UNESCAPED_SLASHES), "\n";
    echo span_tree($name === 'file' ? spans_of_file($settings['file.path']) : $collectors[$name]->accepted());
}
--EXPECT--
both, http: [[true,true],["/dev/null","/dev/null","/dev/null"],[]]
- works:6 returned, unset
- works:6 returned, unset
both, grpc: [[true,true],["/dev/null","/dev/null","/dev/null"],[]]
- works:6 returned, unset
- works:6 returned, unset
both, file: [[true,true],["/dev/null","/dev/null","/dev/null"],[]]
- works:6 returned, unset
- works:6 returned, unset
close_range, http: [[true,true],[],[]]
- works:6 returned, unset
- works:6 returned, unset
- works:6 returned, unset
- works:6 returned, unset
