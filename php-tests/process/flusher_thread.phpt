--TEST--
The flusher is one named thread that blocks every signal, and starts with the first span
--EXTENSIONS--
pcntl
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_linux();
--INI--
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.exporter=file
traced_coroutine.file.path=/dev/null
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function threads(): array
{
    $threads = [];
    foreach (glob('/proc/self/task/*') as $task) {
        preg_match('/^SigBlk:\s*([0-9a-f]+)$/m', file_get_contents("$task/status"), $match);
        basename($task) !== (string) getmypid() && $threads[trim(file_get_contents("$task/comm"))][] = $match[1];
    }
    return $threads;
}
$before = threads();
TracedCoroutine::create(function () {});
TracedCoroutine::flush();
$ours = array_diff_key(threads(), $before);
echo count($ours), ' ', implode(array_keys($ours)), ' x ', count(current($ours)), "\n";
$mask = hexdec(substr(current($ours)[0], -8));
foreach ([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGCHLD, SIGUSR1, SIGUSR2, SIGPIPE, SIGPROF, SIGVTALRM, SIGWINCH, SIGIO] as $signal) {
    ($mask >> ($signal - 1)) & 1 || print("!! signal $signal is not blocked\n");
}
--EXPECT--
1 tc-flusher x 1
