--TEST--
Swoole processes started after the flusher has started, and those that trace nothing, export only what is theirs
--EXTENSIONS--
swoole
traced_coroutine
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
        (new Swoole\Process(function () {
            TracedCoroutine::create('in_child');
            echo json_encode(TracedCoroutine::flush()), ' ', TracedCoroutine::stats()['started'], "\n";
            Swoole\Event::wait();
        }))->start();
        Swoole\Process::wait();
    }
    (new Swoole\Process(function () { echo count(TracedCoroutine::active()), " open\n"; }))->start();
    Swoole\Process::wait();
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr, span_tree(spans_of_file($file));
echo count(array_unique(array_map(fn (array $span) => $span['attributes']['process.pid'], spans_of_file($file)))), " processes\n";
--EXPECT--
true 1
true 1
true 1
0 open
- before:2 returned, unset
- in_child:3 returned, unset
- in_child:3 returned, unset
- in_child:3 returned, unset
4 processes
