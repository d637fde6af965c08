<?php
// (e) Resident memory per live traced coroutine, beyond Swoole's own.

declare(strict_types=1);

(static function (): void {
    $alive = 100_000;
    $each = ['bare' => [], 'traced' => []];
    for ($round = 0; $round < 5; $round++) {
        $each['bare'][] = workload(['alive-bare', $alive, 1], null)['resident'] / $alive;
        $each['traced'][] = workload(['alive-traced', $alive, 1], STOP + SWALLOWED)['resident'] / $alive;
    }
    [$bare, $traced] = array_values(array_map(median(...), $each));
    heading('Resident memory per live coroutine, bytes, 100,000 alive, medians of 5');
    row(['bare', 'traced', 'ours', 'aim']);
    row([number_format($bare), number_format($traced), number_format($traced - $bare), verdict($traced - $bare, 400)]);
})();
