<?php

declare(strict_types=1);

/** The most that a process has allocated at once, with what the allocator adds. PHP's own allocator passes everything on. */
function heap(string $kind, ?array $settings, int $count): int
{
    $file = tempnam(sys_get_temp_dir(), 'massif');
    workload([$kind, $count, 1], $settings, ['env', 'USE_ZEND_ALLOC=0', 'valgrind', '-q', '--tool=massif', '--peak-inaccuracy=0.0', '--depth=1', "--massif-out-file=$file"]);
    preg_match_all('/^mem_heap_B=(\d+)\nmem_heap_extra_B=(\d+)$/m', (string) file_get_contents($file), $snapshots) || fail("no snapshot in $file");
    unlink($file);
    return (int) max(array_map(static fn (string $heap, string $extra): int => (int) $heap + (int) $extra, $snapshots[1], $snapshots[2]));
}
