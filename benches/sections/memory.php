<?php
// (e) Our own memory per live traced coroutine, beyond Swoole's: by massif, which counts every allocation. Resident memory
// would tell more of the pages of coroutines' stacks that happen to be touched.

declare(strict_types=1);

(static function (): void {
    [$few, $many] = [500, 2_500];
    $each = static fn (string $kind, ?array $settings): float => (heap($kind, $settings, $many) - heap($kind, $settings, $few)) / ($many - $few);
    heading("Heap per live coroutine, bytes: the most that $many alive need, less that of $few (massif)");
    row(['', 'in all', 'over bare', 'aim']);
    $bare = $each('alive-bare', null);
    $deferring = $each('alive-deferring', null);
    row(['bare Swoole\Coroutine::create()', number_format($bare), '', '']);
    row(['the same with a defer', number_format($deferring), sprintf('%+.0f', $deferring - $bare), '']);
    // What Swoole keeps for a defer is Swoole's.
    foreach (['traced, stop hook' => [STOP, $bare], 'traced, defer' => [DEFER, $deferring]] as $name => [$settings, $without]) {
        $traced = $each('alive-traced', $settings + SWALLOWED);
        row([$name, number_format($traced), sprintf('%+.0f', $traced - $bare), verdict($traced - $without, 400)]);
    }
})();

/** The most that a process has allocated at once, with what the allocator adds. PHP's own allocator passes everything on. */
function heap(string $kind, ?array $settings, int $count): int
{
    $file = tempnam(sys_get_temp_dir(), 'massif');
    workload([$kind, $count, 1], $settings, ['env', 'USE_ZEND_ALLOC=0', 'valgrind', '-q', '--tool=massif', '--peak-inaccuracy=0.0', '--depth=1', "--massif-out-file=$file"]);
    preg_match_all('/^mem_heap_B=(\d+)\nmem_heap_extra_B=(\d+)$/m', (string) file_get_contents($file), $snapshots) || exit("no snapshot in $file\n");
    unlink($file);
    return (int) max(array_map(static fn (string $heap, string $extra): int => (int) $heap + (int) $extra, $snapshots[1], $snapshots[2]));
}
