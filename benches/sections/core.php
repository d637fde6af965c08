<?php
// (g) The limit: what the parts cost that no tracer can do without, and span-core's own steps.

declare(strict_types=1);

(static function (): void {
    heading('What a clock read costs here: hrtime() in a PHP loop, the call included');
    $times = [];
    for ($round = 0; $round < min(ROUNDS, 7); $round++) {
        $times[] = workload(['clock', 1_000_000], null)['ns'] / 1_000_000;
    }
    row(['', 'ns']);
    row(['hrtime(true)', sprintf('%.1f', median($times))]);
    heading('Steps of span-core (divan)');
    passthru('cargo bench --quiet --manifest-path ' . escapeshellarg(__DIR__ . '/../../span-core/Cargo.toml') . ' --bench steps 2>&1');
})();
