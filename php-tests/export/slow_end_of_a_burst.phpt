--TEST--
The memory of many spans that are open at once is given back also where they end one after the other, so that few of them ever wait
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_linux();
not_under_valgrind('it measures memory');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    function resident(): int
    {
        preg_match('/^VmRSS:\s+(\d+)/m', file_get_contents('/proc/self/status'), $match);
        return (int) $match[1];
    }
    function spans(int $count): void
    {
        $spans = [];
        for ($n = 0; $n < $count; $n++) {
            $spans[] = TracedCoroutine::startSpan('span', new TracedCoroutine\SpanOptions(attributes: ['text' => str_repeat('x', 200), 'number' => $n]));
        }
        foreach (array_chunk($spans, 1000) as $some) {
            array_map(static fn ($span) => $span->end(), $some);
            TracedCoroutine::flush(40);
        }
    }
    spans(2_000);
    $before = resident();
    spans(28_000);
    gc_mem_caches();
    // What was not given back was 33 MiB and more. The recorder gives back what it has not needed for a second.
    for ($tries = 100; ($grown = resident() - $before) > 8192 && $tries > 0; $tries--) {
        usleep(50_000);
    }
    echo $grown <= 8192 ? "memory was given back\n" : "$grown KiB more than before\n";
    $stats = TracedCoroutine::stats();
    echo $stats['exported'], ' exported, ', array_sum($stats['dropped']), " dropped\n";
    PHP);
foreach (['1', '0'] as $recorder) {
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => '/dev/null', 'traced_coroutine.recorder' => $recorder]);
    echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
}
--EXPECT--
memory was given back
30000 exported, 0 dropped
exit code 0
memory was given back
30000 exported, 0 dropped
exit code 0
