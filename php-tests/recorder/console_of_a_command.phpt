--TEST--
A command that shows its spans on the console takes none that a killed process of its service would send elsewhere
--DESCRIPTION--
It printed them, and the collector never got them.
--EXTENSIONS--
posix
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$killed = program("<?php TracedCoroutine::trace('of the killed', fn () => posix_kill(getmypid(), SIGKILL));");
$console = ['traced_coroutine.exporter' => 'console', 'traced_coroutine.file.path' => ''];
$command = program("<?php TracedCoroutine::trace('of the command', fn () => TracedCoroutine::flush()); usleep(1_200_000);", 'command.php');
foreach ([[], $console] as $settings) {
    $ran = run_traced($killed, recorder_settings(scratch() . '/own.jsonl', $settings));
    echo $ran->how(), ', ', count(recorder_files()), " left\n";
    $ran = run_traced($command, recorder_settings('', $console));
    preg_match_all('/of the (?:killed|command)/', $ran->stderr, $names);
    echo 'on the console: ', implode(', ', $names[0]), '; ', count(recorder_files()), " left\n";
    if ($settings === []) {
        $stats = adopt(scratch() . '/left.jsonl');
        echo "$stats[adopted] adopted by the service, ", count(recorder_files()), " left\n";
    }
}
--EXPECT--
killed by signal 9, 1 left
on the console: of the command; 1 left
1 adopted by the service, 0 left
killed by signal 9, 1 left
on the console: of the killed, of the command; 0 left
