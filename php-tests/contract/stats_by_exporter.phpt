--TEST--
Of several exporters, stats() reports which one fails, since when and why
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    $before = microtime(true);
    TracedCoroutine::create(function () {});
    TracedCoroutine::flush();
    $after = microtime(true);
    $stats = TracedCoroutine::stats();
    echo "failed: ", json_encode($stats['failed']), "\n";
    foreach ($stats['exporters'] as $name => $exporter) {
        echo "$name: exported $exporter[exported], failed {$exporter['failed']['other']}, in flight $exporter[in_flight], $exporter[last_error]\n";
        foreach (['last_success', 'last_failure'] as $when) {
            $time = $exporter[$when];
            echo "  $when: ", $time === null ? 'never' : ($before <= $time && $time <= $after ? 'now' : "!! $time"), "\n";
        }
    }
    PHP);
echo run_traced($program, ['traced_coroutine.exporter' => 'file,console', 'traced_coroutine.file.path' => '/no/such/directory/t.jsonl'])->stdout;
--EXPECT--
failed: {"timeout":0,"unreachable":0,"rejected":0,"shutdown":0,"other":1}
file: exported 0, failed 1, in flight 0, No such file or directory (os error 2); this looks like a directory that is not there: make it, or set traced_coroutine.file.path
  last_success: never
  last_failure: now
console: exported 1, failed 0, in flight 0, 
  last_success: now
  last_failure: never
