<?php
// (f) A Swoole HTTP server whose handler starts a coroutine, traced and untraced, under wrk.

declare(strict_types=1);

(static function (): void {
    heading('Swoole HTTP server under wrk, one worker, each request one coroutine, medians of 5 alternating rounds of 4 s');
    if (trim((string) shell_exec('command -v wrk')) === '') {
        echo "  skipped: there is no wrk\n";
        return;
    }
    $load = static function (?array $settings): array {
        $command = [PHP_BINARY];
        foreach ($settings === null ? [] : ['extension' => library()] + $settings as $name => $value) {
            array_push($command, '-d', "$name=$value");
        }
        $process = proc_open([...$command, __DIR__ . '/../server.php'], [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes);
        $port = (int) fgets($pipes[1]);
        $report = (string) shell_exec("wrk -t1 -c32 -d4s --latency http://127.0.0.1:$port/ 2>&1");
        proc_terminate($process);
        proc_close($process);
        preg_match('/Requests\/sec:\s+([\d.]+)/', $report, $rate) || exit("wrk said:\n$report\n");
        $latency = static function (string $of) use ($report): float {
            preg_match("/ $of%\s+([\d.]+)(us|ms|s)/", $report, $match);
            return (float) $match[1] * ['us' => 1, 'ms' => 1e3, 's' => 1e6][$match[2]];
        };
        return ['rate' => (float) $rate[1], 'p50' => $latency('50'), 'p99' => $latency('99')];
    };
    $cases = ['untraced' => null, 'traced, OTLP to loopback' => STOP + BIG_QUEUE + to_sink()];
    $results = [];
    for ($round = 0; $round < 5; $round++) {
        foreach ($cases as $name => $settings) {
            $results[$name][] = $load($settings);
        }
    }
    row(['', 'requests/s', 'p50 us', 'p99 us']);
    foreach ($results as $name => $rounds) {
        $of = static fn (string $key): float => median(array_column($rounds, $key));
        row([$name, number_format($of('rate')), sprintf('%.0f', $of('p50')), sprintf('%.0f', $of('p99'))]);
    }
})();
