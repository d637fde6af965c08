--TEST--
The recorder's file gives its memory back after a burst, and takes it again for the next one
--EXTENSIONS--
posix
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('bursts are too slow there');
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$program = program(<<<'PHP'
    <?php
    $bytes = fn () => array_sum(array_map(fn ($file) => stat($file)['blocks'] * 512, glob("$argv[1]/traced_coroutine-*/*")));
    for ($burst = 1; $burst <= 3; $burst++) {
        $spans = [];
        for ($n = 0; $n < 20000; $n++) {
            $spans[] = TracedCoroutine::startSpan('span');
        }
        clearstatcache();
        $most = $bytes();
        // At once, or so that only a few are ever waiting for their export.
        foreach (array_chunk($spans, $burst === 1 ? 20000 : 2000) as $some) {
            array_map(fn ($span) => $span->end(), $some);
            TracedCoroutine::flush(30);
        }
        // The flusher gives back what was not needed for a second.
        for ($until = microtime(true) + 10; $bytes() > $most / 4 && microtime(true) < $until; usleep(5000), clearstatcache());
        echo $most > 20000 * 96 ? 'all in the file' : "!! $most", ', ', $bytes() <= $most / 4 ? 'given back' : '!! kept ' . $bytes(), ', ', TracedCoroutine::stats()['unrecorded'], " unrecorded\n";
    }
    posix_kill(getmypid(), SIGKILL);
    PHP);
$ran = run_traced($program, recorder_settings(scratch() . '/own.jsonl'), words: [scratch()]);
echo $ran->stdout, $ran->stderr;
$stats = adopt(scratch() . "/left.jsonl");
echo "$stats[adopted] adopted\n";
--EXPECT--
all in the file, given back, 0 unrecorded
all in the file, given back, 0 unrecorded
all in the file, given back, 0 unrecorded
0 adopted
