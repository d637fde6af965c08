<?php
// (b) Many coroutines alive at once, each yielding once.

declare(strict_types=1);

(static function (): void {
    $traced = STOP + SWALLOWED;

    heading('Instructions per coroutine that yields once (callgrind)');
    row(['alive together', 'bare', 'traced', 'ours']);
    $ours = [];
    // Rounds of which the difference is taken.
    foreach ([1_000 => [5, 25], 100_000 => [0, 1]] as $alive => $rounds) {
        $of = static fn (string $kind, ?array $settings): float => instructions_alive($kind, $settings, $alive, ...$rounds);
        [$bare, $full] = [$of('alive-bare', null), $of('alive-traced', $traced)];
        $ours[$alive] = $full - $bare;
        row([number_format($alive), number_format($bare), number_format($full), sprintf('%+.0f', $full - $bare)]);
    }
    $growth = $ours[100_000] / $ours[1_000];
    printf("\n  100,000 alive cost us this many times what 1,000 cost: %.2f (%s)\n", $growth, verdict($growth, 1.3, '%.1f'));

    heading('Nanoseconds and page faults per coroutine that yields once, medians of ' . min(ROUNDS, 7) . ' rounds; a first round touches the memory before');
    row(['alive together', 'bare', 'traced', 'ours', 'traced/bare', 'faults bare', 'traced']);
    $cost = [];
    foreach ([1, 1_000, 100_000] as $alive) {
        $repeat = max(2, intdiv(200_000, $alive));
        $runs = [];
        for ($round = 0; $round < min(ROUNDS, 7); $round++) {
            foreach (['bare' => null, 'traced' => $traced] as $kind => $settings) {
                $runs[$kind][] = workload(["alive-$kind", $alive, $repeat], $settings);
            }
        }
        $each = static fn (string $kind, string $key): float => median(array_column($runs[$kind], $key)) / ($alive * $repeat);
        [$bare, $full] = [$each('bare', 'ns'), $each('traced', 'ns')];
        $cost[$alive] = ['bare' => $bare, 'traced' => $full];
        row([
            number_format($alive), sprintf('%.0f', $bare), sprintf('%.0f', $full), sprintf('%+.0f', $full - $bare), sprintf('%.2f', $full / $bare),
            sprintf('%.2f', $each('bare', 'faults')), sprintf('%.2f', $each('traced', 'faults')),
        ]);
    }
    $growth = array_map(static fn (string $of): float => $cost[100_000][$of] / $cost[1_000][$of], ['bare' => 'bare', 'traced' => 'traced']);
    printf("\n  100,000 alive cost this many times what 1,000 cost: bare %.2f, traced %.2f (%s)\n", $growth['bare'], $growth['traced'], verdict($growth['traced'], 1.3, '%.1f'));
})();

/** Instructions per coroutine with so many alive, from the difference of two numbers of rounds. */
function instructions_alive(string $kind, ?array $settings, int $alive, int $few, int $many): float
{
    // Swoole's own 2 MiB are more than valgrind can map so many times.
    $of = static fn (int $rounds): int => array_sum(callgrind([$kind, $alive, $rounds], $settings, ['env', 'BENCH_STACK=131072']));
    return ($of($many) - $of($few)) / ($alive * ($many - $few));
}
