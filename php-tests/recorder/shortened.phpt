--TEST--
A file that somebody shortens while it is mapped does not end the process, and a file system that is full has no room
--EXTENSIONS--
posix
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_mount();
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$program = program(<<<'PHP'
    <?php
    $held = [];
    for ($n = 0; $n < 3000; $n++) {
        $held[] = TracedCoroutine::startSpan("span $n");
        if ($n === 1500 && $argv[1] !== '') {
            foreach (glob("$argv[1]/traced_coroutine-*/*") as $file) {
                fclose(fopen($file, 'r+')) && ftruncate($handle = fopen($file, 'r+'), 0);
            }
        }
    }
    array_map(fn ($span) => $span->end(), $held);
    TracedCoroutine::flush();
    $stats = TracedCoroutine::stats();
    echo "$stats[finished] finished, $stats[exported] exported, ", $stats['unrecorded'] > 0 ? 'some had no room' : 'all had room', "\n";
    PHP);
$file = scratch() . '/t.jsonl';
$ran = run_traced($program, recorder_settings($file), words: [scratch()]);
echo 'shortened: ', $ran->stdout, $ran->stderr, $ran->how(), "\n";

mkdir($full = scratch() . '/full');
run_command(['mount', '-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', $full]);
$ran = run_traced($program, recorder_settings($file, ['traced_coroutine.recorder.path' => $full]), words: ['']);
echo 'nearly full: ', $ran->stdout, $ran->stderr, $ran->how(), ', ', count(recorder_files($full)), " left\n";
@file_put_contents("$full/filler", str_repeat('x', 1 << 20));
$ran = run_traced($program, recorder_settings($file, ['traced_coroutine.recorder.path' => $full]), words: ['']);
echo 'full: ', $ran->stdout, said_of_recorders($ran->stderr), ', ', $ran->how(), ', ', count(recorder_files($full)), " left\n";
run_command(['mount', '-o', 'remount,ro', $full]);
$ran = run_traced($program, recorder_settings($file, ['traced_coroutine.recorder.path' => $full]), words: ['']);
echo 'read-only: ', $ran->stdout, said_of_recorders($ran->stderr), ', ', $ran->how(), "\n";
run_command(['umount', $full]);
--EXPECT--
shortened: 3000 finished, 3000 exported, all had room
exit code 0
nearly full: 3000 finished, 3000 exported, some had no room
exit code 0, 0 left
full: 3000 finished, 3000 exported, all had room
spans do not outlive a killed process: traced_coroutine-0: No space left on device (os error 28); set traced_coroutine.recorder.path to another directory, or traced_coroutine.recorder to 0, exit code 0, 0 left
read-only: 3000 finished, 3000 exported, all had room
spans do not outlive a killed process: traced_coroutine-0: Read-only file system (os error 30); set traced_coroutine.recorder.path to another directory, or traced_coroutine.recorder to 0, exit code 0
