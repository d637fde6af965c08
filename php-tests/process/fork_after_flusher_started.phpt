--TEST--
A child forked after the flusher thread has started gets a thread of its own
--EXTENSIONS--
pcntl
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_forkable_runtime();
needs_true_start_times();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    function before(): void {}
    function in_child(): void {}
    TracedCoroutine::create('before');
    TracedCoroutine::flush();
    for ($n = 0; $n < 3; $n++) {
        if (pcntl_fork() === 0) {
            TracedCoroutine::create('in_child');
            echo json_encode(TracedCoroutine::flush()), "\n";
            exit(0);
        }
        pcntl_wait($status);
    }
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr, span_tree(spans_of_file($file));
echo count(array_unique(array_map(fn (array $span) => $span['attributes']['process.pid'], spans_of_file($file)))), " processes\n";
--EXPECT--
true
true
true
- before:2 returned, unset
- in_child:3 returned, unset
- in_child:3 returned, unset
- in_child:3 returned, unset
4 processes
