<?php
// (c) A manual span: start, five attributes, an event, end.

declare(strict_types=1);

(static function (): void {
    heading('A manual span with 5 attributes and an event');
    $count = instructions('manual', SWALLOWED, 2_000, 12_000);
    $times = [];
    for ($round = 0; $round < min(ROUNDS, 7); $round++) {
        $times[] = workload(['manual', 100_000], SWALLOWED)['ns'] / 100_000;
    }
    row(['', 'instructions', 'ns']);
    row(['eight calls', number_format($count), sprintf('%.0f', median($times))]);
})();
