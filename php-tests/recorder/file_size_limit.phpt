--TEST--
A limit on the size of a process's files ends no process: the recorder's file is as long as it may be, and needs its first part
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$program = program(<<<'PHP'
    <?php
    for ($n = 0; $n < 2000; $n++) {
        $held[] = TracedCoroutine::startSpan("span $n");
    }
    $stats = TracedCoroutine::stats();
    $held = array_map(fn ($span) => $span->end(), $held);
    echo array_sum(array_map(filesize(...), glob("$argv[1]/traced_coroutine-*/*"))) >> 10, ' KiB, ', $stats['unrecorded'] > 0 ? 'some had no room' : 'all had room', "\n";
    PHP);
// In units of 512 bytes, as POSIX has it.
foreach ([300, 100, 90] as $limit) {
    $settings = recorder_settings('/dev/null', ['traced_coroutine.log_level' => 'warn']);
    $command = ['sh', '-c', "ulimit -f $limit && exec \"\$@\"", 'sh', ...traced_php()];
    foreach ($settings as $name => $value) {
        array_push($command, '-d', "$name=$value");
    }
    $ran = run_command([...$command, $program, scratch()]);
    echo $limit / 2, ' KiB: ', $ran->stdout, said_of_recorders($ran->stderr), ', ', $ran->how(), ', ', count(recorder_files()), " left\n";
}
--EXPECT--
150 KiB: 144 KiB, some had no room
nothing said, exit code 0, 0 left
50 KiB: 48 KiB, some had no room
nothing said, exit code 0, 0 left
45 KiB: 0 KiB, all had room
spans do not outlive a killed process: traced_coroutine-0: File too large (os error 27); set traced_coroutine.recorder.path to another directory, or traced_coroutine.recorder to 0, exit code 0, 0 left
