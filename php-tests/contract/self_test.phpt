--TEST--
selfTest() says what is in use and why, also where tracing is off, in a coroutine, and after a fork
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$file = scratch() . '/t.jsonl';
$settings = ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file];
$program = program(<<<'PHP'
    <?php
    $found = TracedCoroutine::selfTest();
    unset($found['trace_id'], $found['exporters']['file']['seconds']);
    echo json_encode($found, JSON_UNESCAPED_SLASHES), "\n";
    PHP);
/** Of the words only those that do not depend on the PHP that runs this. */
$check = function (Ran $ran) use ($file): void {
    $found = json_decode($ran->stdout, true) ?? throw new RuntimeException($ran->stdout . $ran->stderr);
    $swoole = phpversion('swoole') ?: phpversion('openswoole') ?: 'not loaded';
    $expected = $swoole === 'not loaded' ? ['PHP Fibers', 'the end of the fiber'] : ["Swoole $swoole", ['swoole-stop' => 'stop', 'swoole-defer' => 'defer'][tier()] ?? ''];
    $found['swoole'] === $swoole && str_contains($found['runtime'], $expected[0]) || print("!! $found[swoole], $found[runtime]\n");
    $found['tracing'] === 'off' || str_starts_with($found['end_hook'], $expected[1]) && $found['end_hook_reason'] !== '' || print("!! $found[end_hook]\n");
    echo $found['exporters']['file']['delivered'], ", tracing is $found[tracing] ($found[tracing_source]), $found[sampler], $found[log]\n";
    foreach ($found['notes'] as $note) {
        echo "  $note\n";
    }
};
$check(run_traced($program, $settings + ['log_errors' => '1']));
$check(run_traced($program, $settings, ['OTEL_SDK_DISABLED' => 'true']));
$check(run_traced($program, $settings + ['traced_coroutine.log' => 'stderr'], ['OTEL_TRACES_SAMPLER' => 'traceidratio', 'OTEL_TRACES_SAMPLER_ARG' => '0.25']));

// Nothing of it counts, and the spans of the program are not touched.
echo run_traced(program(<<<'PHP'
    <?php
    TracedCoroutine::create(function () {
        echo TracedCoroutine::selfTest()['exporters']['file']['delivered'], " in a coroutine\n";
    });
    if (function_exists('pcntl_fork') && !extension_loaded('swoole')) {
        if (pcntl_fork() === 0) {
            echo TracedCoroutine::selfTest()['exporters']['file']['delivered'], " in a child\n";
            exit;
        }
        pcntl_wait($status);
    } else {
        echo "yes in a child\n";
    }
    TracedCoroutine::flush();
    $stats = TracedCoroutine::stats();
    echo "started $stats[started], exported $stats[exported]\n";
    PHP), $settings)->stdout;

echo run_traced(program(<<<'PHP'
    <?php
    foreach ([-1, NAN, 'soon'] as $bad) {
        try {
            TracedCoroutine::selfTest($bad);
        } catch (ValueError | TypeError $error) {
            echo $error->getMessage(), "\n";
        }
    }
    PHP), $settings)->stdout;
--EXPECT--
yes, tracing is on (default), parentbased_always_on, PHP's error log
yes, tracing is off (OTEL_SDK_DISABLED), parentbased_always_on, PHP's error log; log_errors is 0, so nothing is written
  tracing is off, by OTEL_SDK_DISABLED: the program's own spans are not recorded
  failures are not logged, because log_errors is 0: set traced_coroutine.log=stderr, or to the path of a file
yes, tracing is on (default), traceidratio, STDERR
  the sampler traceidratio of 0.25 does not want every trace: stats()['not_sampled'] counts the spans
yes in a coroutine
yes in a child
started 1, exported 1
TracedCoroutine::selfTest(): Argument #1 ($timeout) must be between 0 and 86400 (seconds)
TracedCoroutine::selfTest(): Argument #1 ($timeout) must be between 0 and 86400 (seconds)
TracedCoroutine::selfTest(): Argument #1 ($timeout) must be of type float, string given
