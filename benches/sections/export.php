<?php
// (d) Total CPU per exported span, all threads, and how many spans a second one worker sustains.

declare(strict_types=1);

(static function (): void {
    $count = 300_000;
    $settings = STOP + BIG_QUEUE + to_sink();
    $cpu = [];
    for ($round = 0; $round < min(ROUNDS, 7); $round++) {
        $cpu['bare'][] = workload(['bare', $count], null)['cpu'] / $count;
        $cpu['swallowed'][] = workload(['traced', $count], STOP + SWALLOWED)['cpu'] / $count;
        $cpu['otlp'][] = workload(['traced', $count], $settings)['cpu'] / $count;
    }
    [$bare, $swallowed, $otlp] = array_values(array_map(median(...), $cpu));
    heading('CPU per coroutine, user and system, all threads (the sink\'s not counted), ns');
    row(['', 'in all', 'over bare', 'aim']);
    row(['bare', sprintf('%.0f', $bare)]);
    row(['traced, no exporter', sprintf('%.0f', $swallowed), sprintf('%+.0f', $swallowed - $bare)]);
    row(['traced, OTLP/HTTP to loopback', sprintf('%.0f', $otlp), sprintf('%+.0f', $otlp - $bare), verdict($otlp - $bare, 1500)]);

    heading('Spans a second that one worker sustains, OTLP/HTTP, settings default but for a queue of 60,000');
    $settings = STOP + ['traced_coroutine.queue_size' => '60000'] + to_sink();
    row(['asked for', 'reached', 'dropped', 'failed']);
    foreach ([100_000, 200_000, 300_000, 400_000, 500_000, 700_000] as $rate) {
        $result = workload(['paced', $rate * 3, $rate], $settings);
        row([number_format($rate), number_format($result['started'] / $result['ns'] * 1e9), number_format($result['dropped']), number_format($result['failed'])]);
    }
    echo "\n  aim: 300,000 a second without a drop, for as long as it is asked for (here 3 s each)\n";
})();
