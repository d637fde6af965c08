--TEST--
A forked child exports its own spans and none of its parent's
--EXTENSIONS--
pcntl
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_forkable_runtime();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    function before(): void {}
    function in_child(): void {}
    function in_parent(): void {}
    TracedCoroutine::create('before');
    $pid = pcntl_fork();
    if ($pid === 0) {
        TracedCoroutine::create('in_child');
        $stats = TracedCoroutine::stats();
        echo "child started $stats[started], open $stats[open]\n";
        exit(0);
    }
    pcntl_waitpid($pid, $status);
    TracedCoroutine::create('in_parent');
    echo 'parent started ', TracedCoroutine::stats()['started'], "\n";
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr;
$spans = spans_of_file($file);
usort($spans, fn (array $a, array $b) => $a['start_time_unix_nano'] <=> $b['start_time_unix_nano']);
echo span_tree($spans);
[$before, $child, $parent] = array_map(fn (array $span) => $span['attributes']['process.pid'], $spans);
var_dump($before === $parent, $child === $parent);
--EXPECT--
child started 1, open 0
parent started 2
- before:2 returned, unset
- in_child:3 returned, unset
- in_parent:4 returned, unset
bool(true)
bool(false)
