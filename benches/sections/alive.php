<?php
// (b) What a coroutine costs that is alive together with many others, and yields once.

declare(strict_types=1);

(static function (): void {
    heading('Nanoseconds per coroutine that yields once, medians of ' . min(ROUNDS, 7) . ' rounds');
    $traced = STOP + SWALLOWED;
    $cost = [];
    row(['alive together', 'bare', 'traced', 'over bare', 'traced/bare']);
    foreach ([1, 1_000, 100_000] as $alive) {
        $times = [];
        $repeat = intdiv(200_000, $alive);
        for ($round = 0; $round < min(ROUNDS, 7); $round++) {
            $times['bare'][] = workload(['alive-bare', $alive, $repeat], null)['ns'] / ($alive * $repeat);
            $times['traced'][] = workload(['alive-traced', $alive, $repeat], $traced)['ns'] / ($alive * $repeat);
        }
        [$bare, $full] = [median($times['bare']), median($times['traced'])];
        $cost[$alive] = ['bare' => $bare, 'traced' => $full, 'ours' => $full - $bare];
        row([number_format($alive), sprintf('%.0f', $bare), sprintf('%.0f', $full), sprintf('%+.0f', $full - $bare), sprintf('%.2f', $full / $bare)]);
    }
    $growth = array_map(static fn (string $of): float => $cost[100_000][$of] / $cost[1_000][$of], ['bare' => 'bare', 'traced' => 'traced']);
    printf("\n  100,000 alive cost this many times what 1,000 cost: bare %.2f, traced %.2f (%s)\n", $growth['bare'], $growth['traced'], verdict($growth['traced'], 1.3, '%.1f'));
})();
