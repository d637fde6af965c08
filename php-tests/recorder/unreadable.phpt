--TEST--
A file of another version is set aside after a day, one that is damaged too, and one that is cut short gives what is in it
--EXTENSIONS--
posix
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$file = scratch() . '/t.jsonl';
$killed = program('<?php for ($n = 0; $n < 1000; $n++) { $held[] = TracedCoroutine::startSpan("span"); } posix_kill(getmypid(), SIGKILL);', 'killed.php');
// It stays until the file is exported and removed, or set aside.
$adopter = program(<<<'PHP'
    <?php
    TracedCoroutine::trace('adopter', fn () => null);
    for ($deadline = hrtime(true) + 30e9; file_exists(getenv('KILLED')) && hrtime(true) < $deadline; clearstatcache()) {
        usleep(1000);
    }
    PHP);
$cases = [
    'as it is' => fn ($name) => null,
    'of another version' => fn ($name) => overwrite($name, 12, pack('V', 7)) ?? touch($name, time() - 86400),
    'of something else' => fn ($name) => overwrite($name, 0, 'TEXTFILE'),
    'without its owner' => fn ($name) => overwrite($name, 16, str_repeat("\0", 8)),
    'cut short' => fn ($name) => ftruncate(fopen($name, 'r+'), 40_000),
    'empty' => fn ($name) => ftruncate(fopen($name, 'r+'), 0),
    'with noise' => fn ($name) => overwrite($name, 20_000, random_bytes(20_000)),
];
function overwrite(string $name, int $at, string $bytes): void
{
    fseek($handle = fopen($name, 'r+'), $at);
    fwrite($handle, $bytes);
}
foreach ($cases as $what => $change) {
    run_traced($killed, recorder_settings($file));
    [$name] = recorder_files();
    $change($name);
    @unlink($file);
    $ran = run_traced($adopter, recorder_settings($file), ['KILLED' => $name]);
    $adopted = array_filter(spans_of_file($file), fn ($span) => $span['name'] === 'span');
    $wrong = array_filter($adopted, fn ($span) => ($span['attributes']['error.type'] ?? '') !== 'killed' || $span['end_time_unix_nano'] > microtime(true) * 1e9);
    $left = array_map(fn ($file) => preg_match('/^(aside-)?[0-9a-f]{16}-\d+-[0-9a-f]{32}$/', basename($file), $match) ? ($match[1] ?? 'there ') : "!! $file", recorder_files());
    echo "$what: ", match (true) { count($adopted) === 1000 => 'all', $adopted !== [] => 'some', default => 'none' }, ' adopted, ', count($wrong), ' wrong, left: ', implode($left) ?: 'none', "; ", preg_replace('/[0-9a-f]{16}-\d+-[0-9a-f]{32}/', '(file)', said_of_recorders($ran->stderr)), "\n";
    array_map(unlink(...), recorder_files());
}
--EXPECT--
as it is: all adopted, 0 wrong, left: none; nothing said
of another version: none adopted, 0 wrong, left: aside-; the spans of a killed process are left alone: (file) is of version 7
of something else: none adopted, 0 wrong, left: aside-; the spans of a killed process are left alone: (file) cannot be read
without its owner: none adopted, 0 wrong, left: aside-; the spans of a killed process are left alone: (file) cannot be read
cut short: some adopted, 0 wrong, left: none; nothing said
empty: none adopted, 0 wrong, left: aside-; the spans of a killed process are left alone: (file) cannot be read
with noise: some adopted, 0 wrong, left: none; nothing said
