<?php
// (e) Our own memory per live traced coroutine, beyond Swoole's: by massif, which counts every allocation. Resident memory
// would tell more of the pages of coroutines' stacks that happen to be touched.

declare(strict_types=1);

require_once __DIR__ . '/../heap.php';

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
