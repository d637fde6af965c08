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
foreach (orders_of_extensions() as $order => $extensions) {
    foreach (['stop', 'defer', 'auto'] as $hook) {
        $file = scratch() . "/$order-$hook";
        $ran = run_php([...$extensions, $program], ['traced_coroutine.end_hook' => $hook, 'traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
        echo "$order Swoole, $hook: ", $ran->stdout, $ran->stderr, span_tree(spans_of_file($file));
        $info = run_php([...$extensions, '--ri', 'traced_coroutine'], ['traced_coroutine.end_hook' => $hook]);
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
