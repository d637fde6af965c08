<?php
/** Adds up what .ci/counted and php-tests/run wrote: skips by reason, then one line. */

declare(strict_types=1);

[, $results, $failed_steps] = $argv;
$passed = $failed = 0;
$skipped = [];
foreach (glob("$results/*.json") as $file) {
    $counts = json_decode((string) file_get_contents($file), true, flags: JSON_THROW_ON_ERROR);
    $passed += $counts['passed'];
    $failed += $counts['failed'];
    foreach ($counts['skipped'] as $reason => $count) {
        $skipped[$reason] = ($skipped[$reason] ?? 0) + $count;
    }
}
if ($failed_steps !== '') {
    echo "Failed: $failed_steps\n";
    // A step may break without a test that failed: a build, an installation.
    $failed = max($failed, count(explode(' ', $failed_steps)));
}
ksort($skipped);
foreach ($skipped as $reason => $count) {
    echo "$count skipped: $reason\n";
}
echo "$passed passed, $failed failed, ", array_sum($skipped), " skipped\n";
exit($failed === 0 && $passed > 0 ? 0 : 1);
