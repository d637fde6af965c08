--TEST--
A timer that is set again and again leaves its trace detach_after after the trace's first span has ended
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

const PROGRAM = <<<'PHP'
    <?php
    $deadline = null;
    function tick(int $id): void
    {
        global $deadline;
        $deadline ??= microtime(true) + 0.6;
        microtime(true) > $deadline && Swoole\Timer::clear($id);
    }
    function again(): void
    {
        static $deadline = null;
        $deadline ??= microtime(true) + 0.6;
        microtime(true) > $deadline || Swoole\Timer::after(5, 'again');
    }
    Swoole\Coroutine\run(function () {
        $set = function () {
            Swoole\Timer::tick(5, 'tick');
            again();
        };
        class_exists('TracedCoroutine', false) ? TracedCoroutine::trace('sets them', $set) : $set();
    });
    PHP;

/** How many spans of each name are in the first trace, and in how many others. */
function in_traces(array $spans): void
{
    $root = span_named($spans, 'sets them');
    foreach (['tick', 'again'] as $name) {
        $own = array_filter($spans, fn ($span) => ($span['attributes']['code.function.name'] ?? null) === $name);
        $inside = array_filter($own, fn ($span) => $span['trace_id'] === $root['trace_id']);
        $late = array_filter($inside, fn ($span) => $span['start_time_unix_nano'] > $root['end_time_unix_nano'] + 400_000_000);
        echo "$name: ", count($inside) > 0 ? 'children' : 'no children', ', ', count($late), ' late, ', count($own) > count($inside) ? 'roots' : 'no roots', "\n";
    }
}

foreach (['0', '1'] as $orphans) {
    ob_start();
    $spans = compare_with_uninstrumented(PROGRAM, [
        'traced_coroutine.instrument' => 'coroutine', 'traced_coroutine.detach_after' => '0.2', 'traced_coroutine.instrument_orphans' => $orphans,
    ]);
    echo strtok(ob_get_clean(), "\n"), "\n";
    in_traces($spans);
}
--EXPECT--
[exit code 0, same as without the extension]
tick: children, 0 late, no roots
again: children, 0 late, no roots
[exit code 0, same as without the extension]
tick: children, 0 late, roots
again: children, 0 late, roots
