--TEST--
Processes that share a file lose no span and tear no line when it is put aside
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_true_start_times();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    for ($n = 0; $n < 50; $n++) {
        TracedCoroutine::create(function () {});
        TracedCoroutine::create(function () {});
        TracedCoroutine::flush() || print("lost\n");
    }
    PHP);
$settings = ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'traced_coroutine.file.max_size' => '20000', 'traced_coroutine.file.max_files' => '1000'];
$command = traced_php();
foreach ($settings as $name => $value) {
    array_push($command, '-d', "$name=$value");
}
$running = array_map(fn () => proc_open([...$command, $program], [1 => ['pipe', 'w']], $pipes), range(1, 4));
array_map('proc_close', $running);
$files = glob("$file*");
$spans = array_merge(...array_map('spans_of_file', $files));
$largest = max(array_map('filesize', $files));
echo count($spans), ' spans of ', count(array_unique(array_map(fn (array $span) => $span['attributes']['process.pid'], $spans))), ' processes, ',
    count(array_unique(array_column($spans, 'span_id'))), ' different, ', count($files) > 5 ? 'in several files, ' : '!! in one file, ', $largest <= 20000 ? 'none too large' : "!! $largest bytes", "\n";
--EXPECT--
400 spans of 4 processes, 400 different, in several files, none too large
