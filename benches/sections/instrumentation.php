<?php
// (h) What instrumentation costs: calls outside of a trace, and requests with a span.

declare(strict_types=1);

(static function (): void {
    $none = STOP + SWALLOWED;
    $all = $none + ['traced_coroutine.instrument' => 'all'];
    heading('Instructions of a hooked call outside of a trace, beside the same call without hooks (callgrind)');
    row(['', 'without', 'with', 'more', 'aim']);
    // The name of a workload, with the extension that it needs.
    $calls = ['go' => null, 'timer' => null];
    $calls += array_fill_keys(['execute', 'query', 'prepare', 'exec'], 'pdo_sqlite');
    $calls += array_fill_keys(['option', 'options', 'headers', 'transfer'], 'curl');
    $calls += ['client' => null, 'url' => null, 'file' => null];
    foreach ($calls as $kind => $extension) {
        if ($extension !== null && !extension_loaded($extension)) {
            row(["hooked-$kind", "needs $extension"]);
            continue;
        }
        // What connects takes valgrind ten times as long.
        $counts = in_array($kind, ['client', 'url'], true) ? [1_000, 3_000] : [17_000, 32_000];
        [$without, $with] = [instructions_without_libc("hooked-$kind", $none, ...$counts), instructions_without_libc("hooked-$kind", $all, ...$counts)];
        row([$kind, number_format($without), number_format($with), sprintf('%+.0f', $with - $without), verdict($with - $without, 40)]);
    }

    heading('Instructions of a call in a trace that is not sampled, beside the same call without hooks (callgrind)');
    row(['', 'without', 'with', 'more']);
    $unsampled = ['traced_coroutine.sampler' => 'always_off'];
    foreach (extension_loaded('pdo_sqlite') ? ['query', 'execute'] : [] as $kind) {
        [$without, $with] = [instructions_without_libc("unsampled-$kind", $unsampled + $none), instructions_without_libc("unsampled-$kind", $unsampled + $all)];
        row([$kind, number_format($without), number_format($with), sprintf('%+.0f', $with - $without)]);
    }

    heading('CPU of PHP\'s thread per HTTP request, one worker under wrk, medians of 5 alternating rounds of 4 s, us');
    if (trim((string) shell_exec('command -v wrk')) === '') {
        echo "  skipped: there is no wrk\n";
        return;
    }
    $cases = [
        'not instrumented' => STOP + to_sink(),
        'instrument=server' => STOP + to_sink() + ['traced_coroutine.instrument' => 'server'],
        'not sampled' => STOP + to_sink() + $unsampled + ['traced_coroutine.instrument' => 'server'],
    ];
    $results = [];
    for ($round = 0; $round < 5; $round++) {
        foreach ($cases as $name => $settings) {
            $results[$name][] = cpu_per_request($settings);
        }
    }
    [$without, $with, $not_sampled] = array_values(array_map(median(...), $results));
    row(['', 'in all', 'more', 'aim']);
    row(['not instrumented', sprintf('%.2f', $without)]);
    row(['a span with all attributes, OTLP to loopback', sprintf('%.2f', $with), sprintf('%+.2f', $with - $without), verdict($with - $without, 2, '%.2f')]);
    row(['not sampled', sprintf('%.2f', $not_sampled), sprintf('%+.2f', $not_sampled - $without)]);
})();

/** The C library's functions of strings take another path where a string happens to lie at the end of a page; a hook calls none of them. */
function instructions_without_libc(string $kind, array $settings, int $few, int $many): float
{
    $places = instructions_by_place($kind, $settings, $few, $many);
    return array_sum(array_filter($places, static fn (string $place): bool => !str_starts_with($place, 'libc.so'), ARRAY_FILTER_USE_KEY));
}

/** Microseconds of the worker's PHP thread. */
function cpu_per_request(array $settings): float
{
    [$process, $port] = start_server(['plain'], $settings);
    // The server is one process, whose PHP thread has its id. The first number is nanoseconds on a processor.
    $thread = proc_get_status($process)['pid'];
    $cpu = static fn (): int => (int) file_get_contents("/proc/$thread/task/$thread/schedstat");
    $before = $cpu();
    $report = (string) shell_exec("wrk -t1 -c32 -d4s http://127.0.0.1:$port/orders?page=2 2>&1");
    $used = $cpu() - $before;
    proc_terminate($process);
    proc_close($process);
    preg_match('/(\d+) requests in/', $report, $requests) || fail("wrk said:\n$report");
    return $used / $requests[1] / 1e3;
}
