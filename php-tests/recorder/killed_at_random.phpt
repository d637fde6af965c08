--TEST--
A process that is killed at any moment leaves whole spans, each that it has said to have ended, and none that it never had
--DESCRIPTION--
One process after the other: each exports what the one before has left, and is killed itself. KILLS=3000 kills more of them.
--EXTENSIONS--
posix
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('a process is killed before it has begun there');
not_emulated('a process is killed before it has begun');
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$program = program(<<<'PHP'
    <?php
    use TracedCoroutine\SpanOptions;
    $ended = fopen($argv[1], 'a');
    $run = $argv[2];
    function body(string $id): void {
        TracedCoroutine::currentSpan()->setAttribute('id', $id);
        $n = strrchr($id, '-');
        TracedCoroutine::trace("inner $id", function () use ($n) {
            TracedCoroutine::currentSpan()->setAttribute('n', $n)->addEvent('event', ['n' => $n]);
        }, new SpanOptions(attributes: ['text' => str_repeat($n, 30)]));
    }
    for ($n = 0;; $n++) {
        TracedCoroutine::create('body', "$run-$n");
        fwrite($ended, "$run-$n\n");
        $n % 50 === 49 && TracedCoroutine::flush();
    }
    PHP);
$file = scratch() . '/t.jsonl';
$kills = (int) (getenv('KILLS') ?: 60);
// All spans of a thousand processes are read at once.
ini_set('memory_limit', '-1');
$command = traced_php();
foreach (recorder_settings($file) as $name => $value) {
    array_push($command, '-d', "$name=$value");
}
$began = 0;
for ($run = 0; $run < $kills; $run++) {
    $process = proc_open([...$command, $program, scratch() . '/ended', (string) $run], [1 => ['file', '/dev/null', 'w'], 2 => ['file', scratch() . '/said', 'a']], $pipes, scratch());
    // At a random moment once it has a file, which is soon after its start.
    $pid = proc_get_status($process)['pid'];
    for ($until = microtime(true) + 20; glob(scratch() . "/traced_coroutine-*/*-$pid-*") === [] && microtime(true) < $until; usleep(200));
    usleep(random_int(0, 6000));
    posix_kill($pid, SIGKILL);
    proc_close($process);
}
for ($tries = 0; recorder_files() !== [] && $tries < 60; $tries++) {
    adopt($file);
}
echo count(recorder_files()), " left\n", file_get_contents(scratch() . '/said');
$ids = [];
foreach (spans_of_whole_lines($file) as $span) {
    $said = $span['attributes'];
    if (isset($said['id'])) {
        $ids[$said['id']][$said['coroutine.outcome']] = true;
    } elseif (str_starts_with($span['name'], 'inner ')) {
        $n = strrchr($span['name'], '-');
        $is_whole = ($said['n'] ?? $n) === $n && $said['text'] === str_repeat($n, 30)
            && ($span['events'] === [] || $span['events'][0]['attributes'] === ['n' => $n]);
        // One that has ended has said all of it.
        $is_whole && (isset($said['error.type']) || isset($said['n'])) || print("!! torn: " . json_encode($span) . "\n");
    }
}
$ended = file(scratch() . '/ended', FILE_IGNORE_NEW_LINES);
$missing = array_filter($ended, fn ($id) => !isset($ids[$id]['returned']));
// The one that was about to be written down may have ended.
$unknown = array_diff(array_keys($ids), $ended);
echo count($ended) > $kills / 10 ? 'many' : count($ended), ' had ended, ', count($missing), ' of them missing, ', count($unknown) <= $kills ? 'at most one more of each process' : count($unknown) . ' more', "\n";
--EXPECT--
0 left
many had ended, 0 of them missing, at most one more of each process
