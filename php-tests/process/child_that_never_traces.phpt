--TEST--
A child that traces nothing exports nothing and ends at once
--EXTENSIONS--
pcntl
posix
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
    function parked(): void { $GLOBALS['fiber'] = Fiber::getCurrent(); extension_loaded('swoole') ? Swoole\Coroutine::yield() : Fiber::suspend(); }
    TracedCoroutine::create('parked');
    if (pcntl_fork() === 0) {
        echo count(TracedCoroutine::active()), " open in the child\n";
        posix_kill(getmypid(), SIGKILL);
    }
    pcntl_wait($status);
    if (pcntl_fork() === 0) {
        exit(0);
    }
    pcntl_wait($status);
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0', 'swoole.display_errors' => '0']);
echo strtok($ran->stdout, "\n"), "\n", span_tree(spans_of_file($file));
--EXPECT--
0 open in the child
- parked:2 abandoned, unset
