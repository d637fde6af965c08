--TEST--
selfTest() and the log name a full disk and a read-only one
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_mount();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

mkdir($directory = scratch() . '/disk');
register_shutdown_function(function () use ($directory): void {
    exec("umount $directory 2>&1; rmdir $directory");
});
$program = program('<?php echo TracedCoroutine::selfTest()["exporters"]["file"]["cause"], "\n"; TracedCoroutine::create(function () {});');
foreach (['size=4k' => 'a full disk', 'ro' => 'a file system that is mounted read-only'] as $option => $cause) {
    exec("mount -t tmpfs -o $option none $directory");
    $option === 'ro' || file_put_contents("$directory/rest", str_repeat('x', 4096));
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => "$directory/t.jsonl", 'traced_coroutine.log' => 'stderr']);
    echo $ran->stdout, str_contains($ran->stderr, "this looks like $cause") ? "and in the log\n" : "!! $ran->stderr";
    exec("umount $directory");
}
--EXPECT--
a full disk
and in the log
a file system that is mounted read-only
and in the log
