--TEST--
Loaded before or after Swoole, the extension traces the same
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
loaded_file('swoole') !== null || skip('needs to know where swoole.so is, from /proc/self/maps');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program('<?php function body(): void { Swoole\Coroutine::sleep(0.001); echo "body\n"; } TracedCoroutine::create("body"); Swoole\Event::wait(); ');
$swoole = [];
// A Swoole that was built with hooks for curl, sockets or PDO needs those first, where they are no part of PHP itself.
foreach (array_keys((new ReflectionExtension('swoole'))->getDependencies(), 'Required', true) as $needed) {
    is_file(ini_get('extension_dir') . "/$needed.so") && array_push($swoole, '-d', "extension=$needed");
}
array_push($swoole, '-d', 'extension=' . loaded_file('swoole'));
$ours = ['-d', 'extension=' . our_library()];
foreach (['before' => [...$ours, ...$swoole], 'after' => [...$swoole, ...$ours]] as $order => $extensions) {
    foreach (['stop', 'defer', 'auto'] as $hook) {
        $file = scratch() . "/$order-$hook";
        $ran = run_php(['-n', ...$extensions, $program], ['traced_coroutine.end_hook' => $hook, 'traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
        echo "$order Swoole, $hook: ", $ran->stdout, $ran->stderr, span_tree(spans_of_file($file));
        $info = run_php(['-n', ...$extensions, '--ri', 'traced_coroutine'], ['traced_coroutine.end_hook' => $hook]);
        str_contains($info->stdout, 'Swoole ' . phpversion('swoole')) || print("!! --ri does not name Swoole\n");
    }
}
--EXPECT--
before Swoole, stop: body
- body:1 returned, unset
before Swoole, defer: body
- body:1 returned, unset
before Swoole, auto: body
- body:1 returned, unset
after Swoole, stop: body
- body:1 returned, unset
after Swoole, defer: body
- body:1 returned, unset
after Swoole, auto: body
- body:1 returned, unset
