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

    $cargo = 'cargo bench --quiet --manifest-path ' . escapeshellarg(__DIR__ . '/../../span-core/Cargo.toml') . ' --bench steps';
    heading('Steps of span-core (divan)');
    passthru("$cargo 2>&1");

    heading('Instructions of these steps (callgrind)');
    preg_match('/^\s*Executable \S+ \((.*)\)$/m', (string) shell_exec(str_replace(' --quiet', '', $cargo) . ' --no-run 2>&1'), $match) || fail('cargo does not say where the steps are');
    $binary = str_starts_with($match[1], '/') ? $match[1] : __DIR__ . "/../../$match[1]";
    row(['', 'instructions']);
    foreach (['span_of_a_coroutine', 'not_sampled', 'manual_span', 'clock_read'] as $step) {
        $few = steps_instructions($binary, $step, 1_000);
        $many = steps_instructions($binary, $step, 101_000);
        row([$step, sprintf('%.0f', ($many - $few) / 100_000)]);
    }
})();

/** Everything that the steps' program executes for so many runs of one of them. */
function steps_instructions(string $binary, string $step, int $count): int
{
    $file = tempnam(sys_get_temp_dir(), 'callgrind');
    $command = ['valgrind', '-q', '--tool=callgrind', "--callgrind-out-file=$file", $binary, '--bench', $step, '--sample-count', '1', '--sample-size', (string) $count];
    $process = proc_open($command, [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']], $pipes);
    proc_close($process) === 0 || fail('failed: ' . implode(' ', $command));
    $instructions = array_sum(callgrind_places($file));
    unlink($file);
    return $instructions;
}
