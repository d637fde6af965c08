<?php
/**
 * Which cell of the matrix the PHP that runs this is, as "key=value" lines for a shell: what distinguishes one build of the
 * extension from another, and after it the runtime of coroutines.
 */

declare(strict_types=1);

$machine = php_uname('m');
// Alpine maps musl as its loader, Debian, where that is a link, as the library.
$libc = preg_match('~/ld-musl-|-linux-musl/libc\.so~', (string) @file_get_contents('/proc/self/maps')) === 1 ? 'musl' : 'glibc';
// Without its patch number.
$runtime = 'fibers';
foreach (['openswoole', 'swoole'] as $extension) {
    if (extension_loaded($extension)) {
        $runtime = $extension . preg_replace('/^(\d+)\.(\d+).*/', $extension === 'swoole' ? '$1$2' : '$1', phpversion($extension));
        break;
    }
}
$facts = [
    'php' => PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION,
    'threads' => PHP_ZTS ? 'zts' : 'nts',
    'debug' => PHP_DEBUG ? 'debug' : '',
    // As PIE calls them.
    'machine' => $machine === 'aarch64' ? 'arm64' : $machine,
    'libc' => $libc,
    'target' => "$machine-unknown-linux-" . ($libc === 'musl' ? 'musl' : 'gnu'),
];
$usual = ['x86_64', 'glibc'];
$facts['cell'] = implode('-', array_filter([
    $facts['php'],
    $facts['threads'],
    $facts['debug'],
    ...array_diff([$facts['machine'], $libc], $usual),
    $runtime,
]));
foreach ($facts as $name => $value) {
    echo "$name=$value\n";
}
