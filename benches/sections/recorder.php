<?php
// (g) What it costs that spans outlive a killed process: the same with the recorder and without it.

declare(strict_types=1);

(static function (): void {
    $recorder = ['off' => ['traced_coroutine.recorder' => '0'], 'on' => ['traced_coroutine.recorder' => '1', 'traced_coroutine.recorder.max_size' => '64M']];

    heading('Instructions per empty coroutine on PHP\'s thread (callgrind), queue and file /dev/null');
    row(['', 'without', 'with', 'more', 'aim']);
    foreach (['stop hook' => STOP, 'defer' => DEFER] as $name => $hook) {
        $count = array_map(static fn (array $on): float => array_sum(instructions_by_place('traced', $on + $hook + BIG_QUEUE + TO_NULL + UNHURRIED)), $recorder);
        $more = $count['on'] - $count['off'];
        row([$name, number_format($count['off']), number_format($count['on']), sprintf('%+.0f', $more), verdict($more, 60)]);
    }

    heading('CPU per exported span, user and system, all threads, ns: OTLP to loopback, medians of ' . ROUNDS . ' rounds in turn');
    $cpu = [];
    for ($round = 0; $round < ROUNDS; $round++) {
        $cpu['bare'][] = workload(['bare', 300_000], null)['cpu'] / 300_000;
        foreach ($recorder as $name => $on) {
            $cpu[$name][] = workload(['traced', 300_000], $on + STOP + BIG_QUEUE + to_sink())['cpu'] / 300_000;
        }
    }
    [$bare, $off, $on] = array_values(array_map(median(...), $cpu));
    row(['', 'without', 'with', 'with/without', 'aim']);
    row(['in all', sprintf('%.0f', $off), sprintf('%.0f', $on), sprintf('%.2f', $on / $off), verdict($on / $off, 1.1, '%.1f')]);
    row(['over bare', sprintf('%.0f', $off - $bare), sprintf('%.0f', $on - $bare), sprintf('%.2f', ($on - $bare) / ($off - $bare)), verdict(($on - $bare) / ($off - $bare), 1.1, '%.1f')]);

    heading('Nanoseconds per coroutine that yields once, alive together; a first round touches the memory before');
    row(['alive together', 'without', 'with']);
    $cost = [];
    foreach ([1_000, 100_000] as $alive) {
        $repeat = max(2, intdiv(200_000, $alive));
        $runs = [];
        for ($round = 0; $round < min(ROUNDS, 7); $round++) {
            foreach ($recorder as $name => $on) {
                $runs[$name][] = workload(['alive-traced', $alive, $repeat], $on + STOP + BIG_QUEUE + TO_NULL)['ns'] / ($alive * $repeat);
            }
        }
        $cost[$alive] = array_map(median(...), $runs);
        row([number_format($alive), sprintf('%.0f', $cost[$alive]['off']), sprintf('%.0f', $cost[$alive]['on'])]);
    }
    $growth = $cost[100_000]['on'] / $cost[1_000]['on'];
    printf("\n  100,000 alive cost this many times what 1,000 cost: %.2f (%s)\n", $growth, verdict($growth, 1.3, '%.1f'));
    $more = ($cost[100_000]['on'] - $cost[100_000]['off']) / ($cost[1_000]['on'] - $cost[1_000]['off']);
    printf("  what the recorder adds to one of 100,000 is this many times what it adds to one of 1,000: %.2f\n", $more);

    heading('Memory per live coroutine, bytes, with the recorder: heap over bare as in the section memory, and what the file takes');
    $many = 20_000;
    $directory = sys_get_temp_dir() . '/recorder-' . getmypid();
    mkdir($directory);
    $before = static fn (int $alive): int => workload(['recorded-alive', $alive], ['traced_coroutine.recorder.path' => $directory] + STOP + TO_NULL)['file'];
    [$few, $all] = [$before(2_000), $before($many)];
    $of_file = ($all - $few) / ($many - 2_000);
    require_once __DIR__ . '/../heap.php';
    $heap = static fn (string $kind, ?array $settings): float => (heap($kind, $settings, 2_500) - heap($kind, $settings, 500)) / 2_000;
    // What an export needs is left out: it is the same without the recorder.
    $of_heap = $heap('alive-traced', STOP + SWALLOWED) - $heap('alive-bare', null)
        + $heap('alive-traced', ['traced_coroutine.recorder.path' => $directory] + STOP + TO_NULL)
        - $heap('alive-traced', $recorder['off'] + STOP + TO_NULL);
    row(['heap', sprintf('%.0f', $of_heap)]);
    row(['file', sprintf('%.0f', $of_file)]);
    row(['together', sprintf('%.0f', $of_heap + $of_file), verdict($of_heap + $of_file, 400)]);
    array_map(unlink(...), glob("$directory/*/*"));
    array_map(rmdir(...), [...glob("$directory/*"), $directory]);
})();
