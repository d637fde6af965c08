<?php
// (c) A span by hand: start, five attributes, an event, end.

declare(strict_types=1);

(static function (): void {
    heading('A span by hand with 5 attributes and an event');
    $count = instructions('by-hand', SWALLOWED, 2_000, 12_000);
    $times = [];
    for ($round = 0; $round < min(ROUNDS, 7); $round++) {
        $times[] = workload(['by-hand', 100_000], SWALLOWED)['ns'] / 100_000;
    }
    row(['', 'instructions', 'ns']);
    row(['eight calls', number_format($count), sprintf('%.0f', median($times))]);
})();
