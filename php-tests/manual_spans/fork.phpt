--TEST--
A forked child leaves its parent's open spans to the parent, and starts children of them
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
    $span = TracedCoroutine::startSpan('of the parent');
    $scope = $span->activate();
    if (($pid = pcntl_fork()) === 0) {
        TracedCoroutine::startSpan('of the child')->end();
        $span->setAttribute('by', 'the child')->end();
        $stats = TracedCoroutine::stats();
        echo "child: started $stats[started], open $stats[open], ended with a coroutine $stats[ended_with_coroutine]\n";
        exit(0);
    }
    pcntl_waitpid($pid, $status);
    $scope->detach();
    $span->end();
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, span_tree(spans_of_file($file));
echo json_encode(said_attributes(span_named(spans_of_file($file), 'of the parent'))), "\n";
--EXPECT--
child: started 1, open 0, ended with a coroutine 0
- [of the parent] unset
  - [of the child] unset
[]
