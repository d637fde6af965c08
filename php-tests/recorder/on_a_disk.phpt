--TEST--
A recorder's file on a disk takes the memory that its spans need, and not as much as the disk reads ahead
--DESCRIPTION--
The first span of each process had megabytes of zeros read, and took ten times as long.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
shell_exec('command -v fincore') !== null || skip('needs fincore of util-linux');
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$program = program(<<<'PHP'
    <?php
    TracedCoroutine::trace('first', fn () => null);
    $files = glob(ini_get('traced_coroutine.recorder.path') . '/traced_coroutine-*/*');
    echo count($files), ' file, ', (int) shell_exec('fincore --bytes --noheadings --output RES ' . escapeshellarg($files[0])) >> 10, " KiB\n";
    PHP);
$ran = run_traced($program, recorder_settings(scratch() . '/own.jsonl'));
echo preg_match('/^1 file, (\d+) KiB$/', trim($ran->stdout), $found) && $found[1] > 0 && $found[1] <= 128 ? 'little' : $ran->stdout . $ran->stderr, "\n";
--EXPECT--
little
