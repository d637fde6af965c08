<?php
// (f) A Swoole HTTP server whose handler starts a coroutine, traced in two ways and untraced, under wrk.

declare(strict_types=1);

(static function (): void {
    heading('Swoole HTTP server under wrk, one worker, each request one coroutine, medians of alternating rounds of 4 s');
    if (trim((string) shell_exec('command -v wrk')) === '') {
        echo "  skipped: there is no wrk\n";
        return;
    }
    [$server, $wrk, $sink] = processors();
    $load = static function (?array $settings, string $kind, int $rows) use ($server, $wrk): array {
        [$process, $port] = start_server([$kind, (string) $rows], $settings, $server);
        $report = (string) shell_exec(implode(' ', $wrk) . " wrk -t1 -c32 -d4s --latency http://127.0.0.1:$port/ 2>&1");
        proc_terminate($process);
        proc_close($process);
        preg_match('/Requests\/sec:\s+([\d.]+)/', $report, $rate) || fail("wrk said:\n$report");
        $latency = static function (string $of) use ($report): float {
            preg_match("/ $of%\s+([\d.]+)(us|ms|s)/", $report, $match);
            return (float) $match[1] * ['us' => 1, 'ms' => 1e3, 's' => 1e6][$match[2]];
        };
        return ['rate' => (float) $rate[1], 'p50' => $latency('50'), 'p99' => $latency('99')];
    };
    $to_sink = STOP + BIG_QUEUE + to_sink($sink);
    $cases = [
        'untraced' => [null, 'swoole'],
        'TracedCoroutine::create(), OTLP to loopback' => [$to_sink, 'traced'],
        'instrument=all, OTLP to loopback' => [$to_sink + ['traced_coroutine.instrument' => 'all'], 'swoole'],
    ];
    foreach (['a word, which takes the server about 8 us' => [0, 9], 'a page of 1,000 rows' => [1_000, 5]] as $answer => [$rows, $rounds]) {
        $results = [];
        for ($round = 0; $round < $rounds; $round++) {
            foreach ($cases as $name => [$settings, $kind]) {
                $results[$name][] = $load($settings, $kind, $rows);
            }
        }
        row([$answer, 'requests/s', 'p50 us', 'p99 us', 'rate', 'p99']);
        foreach ($results as $name => $runs) {
            $of = static fn (string $key): float => median(array_column($runs, $key));
            // Beside the untraced run of the same round: what else the machine does meanwhile, both had.
            $beside = static fn (string $key): float => median(array_map(static fn (array $own, array $bare): float => ($own[$key] / $bare[$key] - 1) * 100, $runs, $results['untraced']));
            $more = $name === 'untraced' ? [] : [sprintf('%+.1f%%', $beside('rate')), sprintf('%+.1f%%', $beside('p99'))];
            row([$name, number_format($of('rate')), sprintf('%.0f', $of('p50')), sprintf('%.0f', $of('p99')), ...$more]);
            $name === 'instrument=all, OTLP to loopback' && print('  requests/s: ' . verdict(-$beside('rate'), 5, '%.0f%% less') . '; p99: ' . verdict($beside('p99'), 10, '%.0f%% more') . "\n");
        }
    }
})();

/**
 * What runs the server, wrk and the sink on processors of their own, where there are enough; says what they share.
 *
 * @return array{list<string>, list<string>, list<string>}
 */
function processors(): array
{
    preg_match('/^Cpus_allowed_list:\s*(\S+)/m', (string) @file_get_contents('/proc/self/status'), $allowed);
    $all = [];
    foreach (explode(',', $allowed[1] ?? '') as $range) {
        [$first, $last] = explode('-', $range, 2) + [1 => $range];
        array_push($all, ...$range === '' ? [] : range((int) $first, (int) $last));
    }
    if (count($all) < 2 || trim((string) shell_exec('command -v taskset')) === '') {
        echo "  the server, wrk and the sink share all processors: there is one only, or no taskset\n";
        return [[], [], []];
    }
    echo count($all) < 3
        ? "  the server's process has one of 2 processors; wrk and the sink share the other\n"
        : "  the server's process, wrk and the sink have a processor each\n";
    $on = static fn (int $processor): array => ['taskset', '-c', (string) $processor];
    return [$on($all[0]), $on($all[1]), $on($all[2] ?? $all[1])];
}
