--TEST--
Each worker of a process pool, also one that takes another's place, exports only its own spans
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    Swoole\Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);
    function before(): void {}
    function in_worker(): void {}
    TracedCoroutine::create('before');
    TracedCoroutine::flush();
    TracedCoroutine::create('before');
    $starts = new Swoole\Atomic();
    $pool = new Swoole\Process\Pool(2);
    $pool->on('WorkerStart', function (Swoole\Process\Pool $pool) use ($starts) {
        TracedCoroutine::create('in_worker');
        // The first four leave, and others take their places. One alone shuts the pool down: another's signal would come when
        // the manager listens no more, and end it.
        if (($start = $starts->add()) >= 5) {
            // Not before the four have exported: the pool's signal leaves no time for that.
            $exported = fn (): int => substr_count((string) file_get_contents(ini_get('traced_coroutine.file.path')), 'in_worker');
            for ($waits = 0; $start === 5 && $exported() < 4 && $waits < 500; $waits++) {
                usleep(10_000);
            }
            $start === 5 && $pool->shutdown();
            sleep(20);
        }
    });
    $pool->start();
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
$processes = [];
foreach (spans_of_file($file) as $span) {
    $processes[$span['attributes']['code.function.name']][$span['span_id']][] = $span['attributes']['process.pid'];
}
$pids = fn (string $function): array => array_merge(...array_values($processes[$function]));
echo count($processes['before']), ' before, in ', count(array_unique($pids('before'))), " process\n";
echo count($pids('in_worker')) === count(array_unique($pids('in_worker'))) && count($pids('in_worker')) >= 4 ? "one span of each worker\n" : "!! " . json_encode($processes) . "\n";
--EXPECT--
exit code 0
2 before, in 1 process
one span of each worker
