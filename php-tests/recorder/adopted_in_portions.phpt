--TEST--
Who exports what a killed process has left takes about as much memory as its file has bytes, not as its spans have
--EXTENSIONS--
posix
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_linux();
needs_true_start_times();
not_under_valgrind('it measures memory');
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$left = run_traced(program(<<<'PHP'
    <?php
    for ($n = 0; $n < 25_000; $n++) {
        TracedCoroutine::create(static function (): void {});
    }
    posix_kill(getmypid(), SIGKILL);
    PHP), recorder_settings(scratch() . '/own.jsonl', ['traced_coroutine.schedule_delay' => '60000', 'traced_coroutine.batch_size' => '200000']));
echo $left->how(), "\n";
$bytes = array_sum(array_map(fn (string $file): int => stat($file)['blocks'] * 512, recorder_files()));
echo $bytes > 2 << 20 ? "a large file\n" : "$bytes bytes\n";
$ran = run_traced(program(<<<'PHP'
    <?php
    function peak(): int
    {
        preg_match('/^VmHWM:\s+(\d+)/m', file_get_contents('/proc/self/status'), $match);
        return (int) $match[1] << 10;
    }
    $before = peak();
    TracedCoroutine::trace('adopter', fn () => null);
    TracedCoroutine::flush();
    for ($until = microtime(true) + 10; TracedCoroutine::stats()['adopted'] < 25_000 && microtime(true) < $until; usleep(5000));
    echo json_encode([TracedCoroutine::stats()['adopted'], peak() - $before]);
    PHP, 'adopter.php'), recorder_settings(scratch() . '/left.jsonl'));
[$adopted, $grown] = json_decode($ran->stdout);
echo "$ran->stderr$adopted adopted\n";
// Its own code and buffers, and the batch that is exported.
$allowed = 2 * $bytes + (8 << 20);
echo $grown <= $allowed ? "no more memory than the file needs\n" : "!! $grown bytes of memory, $allowed allowed\n";
--EXPECT--
killed by signal 9
a large file
25000 adopted
no more memory than the file needs
