<?php
/** A daemon: closes its standard streams, traces, prints, and opens its logs. What it has seen goes to the file $argv[1]. */

declare(strict_types=1);

function works(): void
{
}

/** What is open, by its number; numbers of sockets and the like are left out. */
function open_descriptors(string $task = 'self'): array
{
    $open = [];
    foreach (scandir("/proc/$task/fd") as $number) {
        $link = is_numeric($number) ? @readlink("/proc/$task/fd/$number") : false;
        $link === false || $open[$number] = preg_replace('/:\[\d+\]$/', '', $link);
    }
    return $open;
}

/** As `echo` does; but PHP's own output ends for good with the first text that goes nowhere. */
function print_to_stdout(string $text): void
{
    @file_put_contents('php://fd/1', $text);
}

/** What a program that is executed has open: the kinds of things that an exporter opens. */
function open_in_child(string $file): array
{
    $code = 'echo json_encode(array_values(preg_grep("/^(socket|anon_inode|pipe)/", array_map(fn ($n) => (string) @readlink("/proc/self/fd/$n"), scandir("/proc/self/fd")))));';
    proc_close(proc_open([PHP_BINARY, '-n', '-r', $code], [['file', '/dev/null', 'r'], ['file', $file, 'w'], ['file', '/dev/null', 'w']], $pipes));
    return json_decode((string) file_get_contents($file), true);
}

[, $report] = $argv;
// Swoole opens what it needs with the first coroutine.
extension_loaded('swoole') && Swoole\Coroutine::create(static fn () => null);
foreach (getenv('KEEPS_STDERR') ? [STDIN, STDOUT] : [STDIN, STDOUT, STDERR] as $stream) {
    fclose($stream);
}
$before = open_descriptors();
$in_child = open_in_child("$report.child");
$is_delivered = [];
for ($n = 0; $n < 2; $n++) {
    TracedCoroutine::create('works');
    $is_delivered[] = TracedCoroutine::flush();
    print_to_stdout("printed without a stream\n");
}
$after = open_descriptors();
// Takes the lowest free number, as a daemon means it to.
$logs = [fopen("$report.0", 'w'), fopen("$report.1", 'w')];
print_to_stdout("printed to the log\n");
$numbers = array_keys(array_intersect(open_descriptors(), ["$report.0", "$report.1"]));
file_put_contents($report, json_encode([
    'delivered' => $is_delivered,
    'new' => array_diff_assoc($after, $before),
    'logs' => $numbers,
    'printed' => file_get_contents("$report.1"),
    'child' => array_values(array_diff(open_in_child("$report.child"), $in_child)),
]));
