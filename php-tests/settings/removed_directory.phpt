--TEST--
A program whose directory has been removed: a relative path is no bad value, and each log line names it
--DESCRIPTION--
The path was refused as no path, the default could not be read either, and the log told of a file without a name.
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$work = program('<?php TracedCoroutine::startSpan("work")->end(); echo "worked\n";');
$in_removed_directory = ['sh', '-c', 'mkdir "$0" && cd "$0" && rmdir "$0" && exec "$@"', scratch() . '/removed'];
$file = ['exporter=file', 'log=stderr'];
foreach ([[], ['file.path=given.jsonl'], ['file.path=' . scratch() . '/whole.jsonl', 'spool.path=spool', 'spool.max_size=1M']] as $settings) {
    $given = [];
    foreach ([...$file, ...$settings] as $setting) {
        array_push($given, '-d', "traced_coroutine.$setting");
    }
    $ran = run_command([...$in_removed_directory, ...traced_php(), ...$given, $work]);
    echo implode(' ', str_replace(scratch(), '', $settings)) ?: 'the default', ': ', $ran->how(), "\n", $ran->stdout;
    echo preg_replace('/^\S+ traced_coroutine\[\d+\]: /m', '', $ran->stderr);
}
echo count(spans_of_file(scratch() . '/whole.jsonl')), " span in it\n";
--EXPECT--
the default: exit code 0
worked
export to file traces.jsonl failed, 1 span lost: No such file or directory (os error 2); this looks like a directory that is not there: make it, or set traced_coroutine.file.path
file.path=given.jsonl: exit code 0
worked
export to file given.jsonl failed, 1 span lost: No such file or directory (os error 2); this looks like a directory that is not there: make it, or set traced_coroutine.file.path
file.path=/whole.jsonl spool.path=spool spool.max_size=1M: exit code 0
worked
1 span in it
