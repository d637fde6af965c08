--TEST--
A file that cannot be written costs its spans: they are counted, one warning is logged, and the program goes on
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program(<<<'PHP'
    <?php
    for ($n = 0; $n < 3; $n++) {
        TracedCoroutine::create(function () {});
        var_dump(TracedCoroutine::flush());
    }
    $stats = TracedCoroutine::stats();
    echo "exported $stats[exported], failed {$stats['failed']['other']}\n";
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => '/no/such/directory/t.jsonl', 'log_errors' => '1', 'display_errors' => '0']);
echo $ran->stdout, $ran->how(), "\n", substr_count($ran->stderr, '/no/such/directory/t.jsonl') === 1 ? "told once\n" : "!! $ran->stderr";
--EXPECT--
bool(false)
bool(false)
bool(false)
exported 0, failed 3
exit code 0
told once
