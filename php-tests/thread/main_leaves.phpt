--TEST--
Where the main thread ends while others run, Swoole leaves by exit(), and what is queued is exported once
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_threads();
--FILE--
<?php
require __DIR__ . '/../support/threads.inc';

$thread = program(<<<'PHP'
    <?php
    function work(): void {}
    Swoole\Coroutine\run(function () {
        for ($number = 0; $number < 500; $number++) {
            TracedCoroutine::create('work');
        }
    });
    touch('ready');
    sleep(60);
    PHP, 'thread.php');
$prelude = __DIR__ . '/../support/threads_prelude.php';
$main = program("<?php require '$prelude';" . <<<'PHP'
    // Kept in a static property: a thread's object joins it, and is destroyed too late for that.
    start_thread(__DIR__ . '/thread.php', '');
    for ($wait = 0; $wait < 5000 && !is_file('ready'); $wait++) {
        usleep(2000);
    }
    $open = TracedCoroutine::startSpan('open in main');
    TracedCoroutine::startSpan('main')->end();
    echo TracedCoroutine::stats()['queued'], " queued\n";
    PHP);
foreach (orders_of_extensions() as $order => $extensions) {
    $file = scratch() . '/t.jsonl';
    @unlink($file);
    @unlink(scratch() . '/ready');
    $ran = run_php([...$extensions, $main], [
        'traced_coroutine.exporter' => 'file',
        'traced_coroutine.file.path' => $file,
        'traced_coroutine.schedule_delay' => '60000',
    ]);
    echo "$order Swoole: ", preg_replace('/^\[.*\n/m', '', $ran->stdout . $ran->stderr), $ran->how(), "\n";
    foreach (by_name(spans_of_file($file)) as $name => $spans) {
        echo "$name: ", count($spans), ', with thread.id: ', count(array_filter($spans, fn (array $span) => isset($span['attributes']['thread.id']))), "\n";
    }
}
--EXPECT--
before Swoole: 501 queued
exit code 200
main: 1, with thread.id: 0
open in main: 1, with thread.id: 0
work: 500, with thread.id: 500
after Swoole: 501 queued
exit code 200
main: 1, with thread.id: 0
open in main: 1, with thread.id: 0
work: 500, with thread.id: 500
