<?php
// (a) What an empty coroutine costs, from bare Swoole up to one whose span is exported.

declare(strict_types=1);

(static function (): void {
    $off = ['traced_coroutine.sampler' => 'always_off'];
    // Name => workload, settings, aim in instructions, aim in time beside what the PHP wrapper adds.
    $cases = [
        'bare Swoole\Coroutine::create()' => ['bare', null, null, null],
        'cheapest PHP wrapper, no tracer' => ['wrapper', null, null, null],
        'shape of a tracing aspect in PHP, no tracer' => ['aspect', null, null, null],
        'enabled=0' => ['traced', ['traced_coroutine.enabled' => '0'], 60, null],
        'not sampled, stop hook' => ['traced', STOP + $off, 400, null],
        'traced, stop hook, no exporter' => ['traced', STOP + SWALLOWED, 1000, 1 / 3],
        'traced, defer, no exporter' => ['traced', DEFER + SWALLOWED, 2000, 0.5],
        'traced, stop hook, OTLP to loopback' => ['traced', STOP + BIG_QUEUE + to_sink(), null, null],
        'traced, defer, OTLP to loopback' => ['traced', DEFER + BIG_QUEUE + to_sink(), null, null],
    ];
    heading('Instructions per empty coroutine on PHP\'s thread (callgrind)');
    row(['', 'in all', 'over bare', 'aim']);
    $bare = null;
    foreach ($cases as $name => [$kind, $settings, $aim]) {
        $count = instructions($kind, $settings);
        $bare ??= $count;
        row([$name, number_format($count), sprintf('%+d', $count - $bare), $aim === null ? '' : verdict($count - $bare, $aim)]);
    }

    heading('Nanoseconds per empty coroutine, medians of ' . ROUNDS . ' rounds of 200,000');
    $times = [];
    for ($round = 0; $round < ROUNDS; $round++) {
        foreach ($cases as $name => [$kind, $settings]) {
            $times[$name][] = workload([$kind, 200_000], $settings)['ns'] / 200_000;
        }
    }
    $median = array_map(median(...), $times);
    [$bare, $wrapper] = array_values($median);
    row(['', 'in all', 'over bare', 'to wrapper', 'aim']);
    foreach ($median as $name => $time) {
        $ratio = ($time - $bare) / ($wrapper - $bare);
        $aim = $cases[$name][3];
        row([$name, sprintf('%.0f', $time), sprintf('%+.0f', $time - $bare), sprintf('%.2f', $ratio), $aim === null ? '' : verdict($ratio, $aim, '%.2f')]);
    }
})();
