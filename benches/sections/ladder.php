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
        'traced, stop hook, queue and file /dev/null' => ['traced', STOP + BIG_QUEUE + TO_NULL, 1000, null],
        'traced, defer, queue and file /dev/null' => ['traced', DEFER + BIG_QUEUE + TO_NULL, 2000, null],
        'traced, stop hook, OTLP to loopback' => ['traced', STOP + BIG_QUEUE + to_sink(), 1000, null],
        'traced, defer, OTLP to loopback' => ['traced', DEFER + BIG_QUEUE + to_sink(), 2000, null],
    ];
    heading('Instructions per empty coroutine on PHP\'s thread (callgrind)');
    row(['', 'in all', 'over bare', 'aim']);
    $bare = null;
    $places = [];
    foreach ($cases as $name => [$kind, $settings, $aim]) {
        // How far the flusher gets is chance under valgrind, which runs one thread at a time: it begins when all is queued.
        $places[$name] = instructions_by_place($kind, $settings === null ? null : $settings + UNHURRIED);
        $count = array_sum($places[$name]);
        $bare ??= $count;
        row([$name, number_format($count), sprintf('%+d', round($count - $bare)), $aim === null ? '' : verdict($count - $bare, $aim)]);
    }

    heading('Where they are executed: instructions over bare, by library');
    $rows = array_filter($places, static fn (string $name): bool => str_contains($name, 'no exporter') || str_contains($name, 'not sampled'), ARRAY_FILTER_USE_KEY);
    row(['', 'ours', 'PHP', 'Swoole', 'libc and C++']);
    $by_library = static function (array $places): array {
        $sums = ['libtraced_coroutine.so' => 0.0, 'php' => 0.0, 'swoole.so' => 0.0, 'others' => 0.0];
        foreach ($places as $place => $count) {
            $library = strtok($place, ' ');
            $library = str_starts_with($library, 'php') ? 'php' : $library;
            $sums[isset($sums[$library]) ? $library : 'others'] += $count;
        }
        return array_values($sums);
    };
    $of_bare = $by_library(reset($places));
    foreach ($rows as $name => $of_case) {
        row([$name, ...array_map(static fn (float $sum, float $bare): string => sprintf('%.0f', $sum - $bare), $by_library($of_case), $of_bare)]);
    }

    heading('Which source our own instructions are of, inlined code with whoever wrote it: traced, stop hook, no exporter');
    row(['', 'instructions']);
    $sources = [];
    foreach ($places['traced, stop hook, no exporter'] as $place => $count) {
        if (str_starts_with($place, 'libtraced_coroutine.so ')) {
            $source = preg_replace(['~^.*?/(span-core/src/|src/(?:api|runtime|zend|state|lifecycle|settings))~', '~^.*/library/(core|std|alloc)/.*$~', '~^.*/(rand_[^/]+)/.*$~'], ['$1', 'Rust\'s $1', '$1'], substr($place, 23));
            $sources[$source] = ($sources[$source] ?? 0) + $count;
        }
    }
    arsort($sources);
    foreach ($sources as $source => $count) {
        $count >= 5 && row([$source, sprintf('%.0f', $count)]);
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
