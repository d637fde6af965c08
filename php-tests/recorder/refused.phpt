--TEST--
Where there can be no file of the user's own, spans are recorded in memory, with one warning
--EXTENSIONS--
posix
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
posix_geteuid() === 0 || skip('needs root, to make directories of other users');
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$program = program('<?php for ($n = 0; $n < 3; $n++) { TracedCoroutine::trace("span $n", fn () => null); }');
$cases = [
    'its own directory' => fn ($path) => mkdir($path, 0700),
    'made by the process' => fn ($path) => null,
    'open to others' => fn ($path) => mkdir($path, 0700) && chmod($path, 0755),
    "another user's" => fn ($path) => mkdir($path, 0700) && chown($path, 1),
    'a symbolic link' => fn ($path) => mkdir("$path-elsewhere", 0700) && symlink("$path-elsewhere", $path),
    'a file' => fn ($path) => file_put_contents($path, 'text'),
    'no such place' => fn ($path) => rmdir(dirname($path)),
];
foreach ($cases as $what => $make) {
    $base = scratch() . '/' . preg_replace('/\W/', '-', $what);
    mkdir($base);
    $make("$base/traced_coroutine-0");
    $file = scratch() . '/t.jsonl';
    @unlink($file);
    $ran = run_traced($program, recorder_settings($file, ['traced_coroutine.recorder.path' => $base]));
    echo "$what: ", count(spans_of_file($file)), ' spans, ', count(glob("$base*/*")), ' in there; ', said_of_recorders($ran->stderr), "\n$ran->stdout";
}
--EXPECT--
its own directory: 3 spans, 1 in there; nothing said
made by the process: 3 spans, 1 in there; nothing said
open to others: 3 spans, 1 in there; spans do not outlive a killed process: traced_coroutine-0: is open to other users: expected mode 0700; set traced_coroutine.recorder.path to another directory, or traced_coroutine.recorder to 0
another user's: 3 spans, 1 in there; spans do not outlive a killed process: traced_coroutine-0: belongs to another user; set traced_coroutine.recorder.path to another directory, or traced_coroutine.recorder to 0
a symbolic link: 3 spans, 2 in there; spans do not outlive a killed process: traced_coroutine-0: is no directory, or a symbolic link; set traced_coroutine.recorder.path to another directory, or traced_coroutine.recorder to 0
a file: 3 spans, 1 in there; spans do not outlive a killed process: traced_coroutine-0: is no directory, or a symbolic link; set traced_coroutine.recorder.path to another directory, or traced_coroutine.recorder to 0
no such place: 3 spans, 0 in there; spans do not outlive a killed process: traced_coroutine-0: No such file or directory (os error 2); set traced_coroutine.recorder.path to another directory, or traced_coroutine.recorder to 0
