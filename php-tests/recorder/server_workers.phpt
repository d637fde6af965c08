--TEST--
Workers of a server that are killed at random moments lose nothing: what had ended arrives within three seconds, what was open as killed
--DESCRIPTION--
KILLS=200 kills more of them, as make load does.
--EXTENSIONS--
posix
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_a_debug_php('Swoole leaves the closure of a signal that ends a process, and PHP reports it');
not_on_openswoole('it has no Coroutine::join(), with which the program waits');
not_under_valgrind('a server with clients is too slow there');
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$kills = (int) (getenv('KILLS') ?: 12);
// All spans of some hundred processes are read at once.
ini_set('memory_limit', '-1');
foreach (['SIGKILL' => SIGKILL, 'SIGSEGV' => SIGSEGV] as $name => $signal) {
    $directory = scratch() . "/$name";
    mkdir($directory);
    $file = "$directory/t.jsonl";
    $settings = recorder_settings($file, ['traced_coroutine.recorder.path' => $directory, 'traced_coroutine.schedule_delay' => 200]);
    $ran = run_traced(__DIR__ . '/../support/killed_server.php', $settings, words: [$directory, (string) $kills, (string) $signal], seconds: 50 + $kills);
    echo "$name: ", $ran->stdout, $ran->stderr, $ran->how(), ', ', count(recorder_files($directory)), " left\n";
    $spans = spans_of_whole_lines($file);
    $times = array_count_values(array_map(fn ($span) => $span['span_id'], $spans));
    $ids = [];
    foreach ($spans as $span) {
        isset($span['attributes']['id']) && $ids[$span['attributes']['id']][] = $span['attributes']['coroutine.outcome'];
    }
    $ended = file("$directory/ended", FILE_IGNORE_NEW_LINES);
    $missing = array_filter($ended, fn ($id) => !in_array('returned', $ids[$id] ?? [], true));
    $killed = array_filter($spans, fn ($span) => ($span['attributes']['coroutine.outcome'] ?? '') === 'killed');
    $wrong = array_filter($spans, fn ($span) => isset($span['attributes']['coroutine.outcome']) && !in_array($span['attributes']['coroutine.outcome'], ['returned', 'killed'], true));
    echo count($ended) > 100 ? 'many' : count($ended), ' had ended, ', count($missing), ' of them missing, ', count($killed) > 0 ? 'some' : 'none', ' killed, ', count($wrong), " with another outcome\n";
    // A batch that an exporter was given and had not answered for comes again, and is counted.
    $twice = count(array_filter($times, fn ($count) => $count > 1));
    $possible = array_sum(@file("$directory/twice") ?: []);
    echo $twice <= $possible ? "none twice but those that are counted\n" : "!! $twice twice, $possible counted\n";
}
--EXPECT--
SIGKILL: answered, no more lost than killed workers had
exit code 0, 0 left
many had ended, 0 of them missing, some killed, 0 with another outcome
none twice but those that are counted
SIGSEGV: answered, no more lost than killed workers had
exit code 0, 0 left
many had ended, 0 of them missing, some killed, 0 with another outcome
none twice but those that are counted
