--TEST--
With a spool on a full or read-only disk exports go on as without one, and one warning says why
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_mount();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/collector.inc';

mkdir($directory = scratch() . '/disk');
register_shutdown_function(function () use ($directory): void {
    exec("umount $directory 2>&1; rmdir $directory");
});
$program = program(<<<'PHP'
    <?php
    for ($round = 0; $round < 3; $round++) {
        TracedCoroutine::create(function () {});
        var_dump(TracedCoroutine::flush());
    }
    ['failed' => $failed, 'spooled' => $spooled] = TracedCoroutine::stats();
    echo 'failed ', array_sum($failed), ", spooled $spooled\n";
    PHP);
foreach (['size=4k', 'ro'] as $option) {
    exec("mount -t tmpfs -o $option none $directory");
    $option === 'ro' || file_put_contents("$directory/rest", str_repeat('x', 4096));
    $ran = run_traced($program, [
        'traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => 'http://127.0.0.1:' . Collector::unused_port(), 'traced_coroutine.export_timeout' => '100',
        'traced_coroutine.spool.path' => "$directory/spool", 'traced_coroutine.spool.max_size' => '1M', 'traced_coroutine.log' => 'stderr',
    ]);
    echo $ran->stdout;
    preg_match_all('/the spool \S+ (.*); exports go on as without it/', $ran->stderr, $said) === 1 || print("!! $ran->stderr");
    echo $said[1][0] ?? '', "\n";
    exec("umount $directory");
}
--EXPECT--
bool(false)
bool(false)
bool(false)
failed 3, spooled 0
takes nothing: No space left on device (os error 28)
bool(false)
bool(false)
bool(false)
failed 3, spooled 0
cannot be used: Read-only file system (os error 30)
