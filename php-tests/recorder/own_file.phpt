--TEST--
A process has a file while it may have spans, a forked child has its own, and each removes its own when it ends
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
require __DIR__ . '/../support/recorder.inc';

$program = program(<<<'PHP'
    <?php
    $files = fn () => glob("$argv[1]/traced_coroutine-*/*");
    echo count($files()), ' before the first span, ';
    TracedCoroutine::trace('first', fn () => null);
    [$file] = $files();
    echo count($files()), ' after, mode ', decoct(fileperms($file) & 07777), ' in ', decoct(fileperms(dirname($file)) & 07777), "\n";
    if (($child = pcntl_fork()) === 0) {
        TracedCoroutine::trace('in the child', fn () => null);
        echo count($files()), ' with that of a child, ';
        exit;
    }
    pcntl_waitpid($child, $status);
    echo count($files()), ' after it, ', $files() === [$file] ? 'the same' : '!! another', "\n";
    // A child that never traces keeps nothing of its parent alive.
    if (pcntl_fork() === 0) {
        usleep(300000);
        posix_kill(getmypid(), SIGKILL);
    }
    PHP);
$file = scratch() . '/t.jsonl';
$ran = run_traced($program, recorder_settings($file), words: [scratch()]);
echo $ran->stdout, $ran->stderr, count(recorder_files()), " after the end\n", span_tree(spans_of_file($file));
--EXPECT--
0 before the first span, 1 after, mode 600 in 700
2 with that of a child, 1 after it, the same
0 after the end
- [first] unset
- [in the child] unset
