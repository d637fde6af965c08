--TEST--
A program that ends by exit() in its handler of SIGTERM or SIGINT exports what it has finished
--EXTENSIONS--
pcntl
posix
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    pcntl_async_signals(true);
    pcntl_signal((int) getenv('SIGNAL'), function () { echo "stops\n"; exit(3); });
    TracedCoroutine::trace('works', fn () => null);
    posix_kill(getmypid(), (int) getenv('SIGNAL'));
    while (true) {
        usleep(1000);
    }
    PHP);
foreach ([SIGTERM, SIGINT] as $signal) {
    @unlink($file);
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file], ['SIGNAL' => $signal]);
    echo $ran->stdout, $ran->stderr, $ran->how(), "\n", span_tree(spans_of_file($file));
}
--EXPECT--
stops
exit code 3
- [works] unset
stops
exit code 3
- [works] unset
