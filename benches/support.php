<?php
/**
 * What the benchmarks share: processes, instruction counts, medians, tables.
 */

declare(strict_types=1);

/** Traced, with each end hook; a queue that the loop cannot fill before the flusher has had its turn. */
const STOP = ['traced_coroutine.end_hook' => 'stop'];
const DEFER = ['traced_coroutine.end_hook' => 'defer'];
const SWALLOWED = ['traced_coroutine.exporter' => '"none"'];
/** A flusher that takes nothing before it must. */
const UNHURRIED = ['traced_coroutine.batch_size' => '300000', 'traced_coroutine.schedule_delay' => '60000'];
/** Through the queue, the flusher and OTLP's encoder, and away. */
const TO_NULL = ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => '/dev/null'];
const BIG_QUEUE = ['traced_coroutine.queue_size' => '300000'];

function heading(string $text): void
{
    echo "\n$text\n\n";
}

/** @param list<string> $cells the first one is a name */
function row(array $cells): void
{
    printf("  %-44s" . str_repeat(' %11s', count($cells) - 1) . "\n", ...$cells);
}

/** An aim with what was measured. */
function verdict(float $measured, float $aim, string $format = '%.0f'): string
{
    return sprintf("at most $format: %s", $aim, $measured <= $aim ? 'met' : 'MISSED');
}

function median(array $numbers): float
{
    sort($numbers);
    return (float) $numbers[intdiv(count($numbers), 2)];
}

function library(): string
{
    return realpath(getenv('TRACED_COROUTINE_SO') ?: __DIR__ . '/../target/release/libtraced_coroutine.so') ?: fail('make build');
}

function fail(string $message): never
{
    fwrite(STDERR, "$message\n");
    exit(1);
}

/** @return list<string> PHP with these settings. Without any the extension is not loaded at all. */
function php_with(?array $settings): array
{
    $command = [PHP_BINARY];
    foreach ($settings === null ? [] : ['extension' => library()] + $settings as $name => $value) {
        array_push($command, '-d', "$name=$value");
    }
    return $command;
}

/**
 * Starts server.php.
 *
 * @param list<string> $arguments
 * @param list<string> $before what it is run with
 * @return array{resource, int} the process and the port
 */
function start_server(array $arguments, ?array $settings, array $before = []): array
{
    /** @var list<resource> $outputs where servers write, which stay open */
    static $outputs = [];
    $command = [...$before, ...php_with($settings), __DIR__ . '/server.php', ...$arguments];
    $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes);
    $outputs[] = $pipes[1];
    return [$process, (int) fgets($pipes[1])];
}

/**
 * Runs a workload in a process of its own.
 *
 * @param list<string|int> $workload kind, count, and what else it takes
 */
function workload(array $workload, ?array $settings, array $before = []): array
{
    $command = [...$before, ...php_with($settings), __DIR__ . '/workload.php', ...array_map(strval(...), $workload)];
    $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes);
    $output = trim((string) stream_get_contents($pipes[1]));
    $status = proc_close($process);
    $status === 0 || fail("exit code $status: " . implode(' ', $command) . "\n$output");
    return json_decode($output, true, flags: JSON_THROW_ON_ERROR);
}

/**
 * Instructions per unit of a workload on PHP's thread: the difference of two runs, in which start-up cancels out. Where both
 * numbers lie between the same powers of two, so does what grows by doubling, such as a queue that valgrind, which runs one
 * thread at a time, lets fill.
 */
function instructions(string $kind, ?array $settings, int $few = 17_000, int $many = 32_000): float
{
    return array_sum(instructions_by_place($kind, $settings, $few, $many));
}

/** @return array<string, float> the same by "library file", where the file is that of the source, if it is known */
function instructions_by_place(string $kind, ?array $settings, int $few = 17_000, int $many = 32_000): array
{
    [$more, $less] = [callgrind([$kind, $many], $settings), callgrind([$kind, $few], $settings)];
    $each = [];
    foreach ($more + $less as $place => $_) {
        $each[$place] = (($more[$place] ?? 0) - ($less[$place] ?? 0)) / ($many - $few);
    }
    return $each;
}

/** @return array<string, int> what PHP's thread executed of a workload, by "library file" */
function callgrind(array $workload, ?array $settings, array $before = []): array
{
    $file = tempnam(sys_get_temp_dir(), 'callgrind');
    workload($workload, $settings, [...$before, 'valgrind', '-q', '--tool=callgrind', '--separate-threads=yes', "--callgrind-out-file=$file"]);
    // Thread 1 is PHP's. Where there is no other, there is one file.
    $places = callgrind_places(is_file("$file-01") ? "$file-01" : $file);
    array_map(unlink(...), glob("$file*"));
    return $places;
}

/** @return array<string, int> instructions by "library file", from callgrind's own format, which gives each name a number */
function callgrind_places(string $path): array
{
    $names = ['ob' => [], 'fl' => []];
    $now = ['ob' => '', 'fl' => ''];
    $places = [];
    $is_call = false;
    foreach (new SplFileObject($path) as $line) {
        if (preg_match('/^(c?)(ob|fl|fi|fe)=\((\d+)\)(?: (.*))?$/', $line, $match)) {
            $kind = $match[2] === 'ob' ? 'ob' : 'fl';
            isset($match[4]) && $names[$kind][$match[3]] = trim($match[4]);
            $match[1] === '' && $now[$kind] = $names[$kind][$match[3]];
        } elseif (str_starts_with($line, 'cfi=') || str_starts_with($line, 'cfl=')) {
            preg_match('/^cf[il]=\((\d+)\) (.*)$/', $line, $match) && $names['fl'][$match[1]] = trim($match[2]);
        } elseif (str_starts_with($line, 'calls=')) {
            $is_call = true;
        } elseif (preg_match('/^[+\-*\d]\S* (\d+)$/', $line, $match)) {
            // The line after a call has what it cost with all that it called.
            if (!$is_call) {
                $place = basename($now['ob']) . ' ' . $now['fl'];
                $places[$place] = ($places[$place] ?? 0) + (int) $match[1];
            }
            $is_call = false;
        }
    }
    return $places;
}

/**
 * A collector that takes everything; it ends with this process.
 *
 * @param list<string> $before what it is run with
 */
function sink(array $before = []): string
{
    /** @var array<string, array{string, resource, array<int, resource>}> $sinks */
    static $sinks = [];
    $key = implode(' ', $before);
    $binary = dirname(library()) . '/bench-sink';
    if ($sinks === []) {
        passthru('rustc --edition 2024 -O -o ' . escapeshellarg($binary) . ' ' . escapeshellarg(__DIR__ . '/sink.rs'), $status);
        $status === 0 || fail('the sink does not compile');
    }
    if (!isset($sinks[$key])) {
        $process = proc_open([...$before, $binary], [['pipe', 'r'], ['pipe', 'w']], $pipes);
        $sinks[$key] = [trim((string) fgets($pipes[1])), $process, $pipes];
    }
    return $sinks[$key][0];
}

/** @param list<string> $before */
function to_sink(array $before = []): array
{
    return ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => sink($before)];
}
