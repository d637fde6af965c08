--TEST--
Thirty spans with 10 MiB values and no collector take no more than queue_memory, and no lack of memory ends the program
--DESCRIPTION--
Bounds counted spans and not bytes: 631 MB resident with a memory_limit of 64 MB, and under ulimit -v an allocation that
failed aborted the program without its shutdown functions.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_linux();
needs_otlp_decoder();
not_under_valgrind('it measures memory');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/collector.inc';

$collector = Collector::start('hang');
$unused = 'http://127.0.0.1:' . Collector::unused_port();
$program = program(<<<'PHP'
    <?php
    ini_set('memory_limit', '64M');
    register_shutdown_function(function (): void {
        echo "shutdown functions run\n";
    });
    final class Big
    {
        public function __construct(private string $text)
        {
        }
        public function __toString(): string
        {
            return $this->text;
        }
    }
    $value = str_repeat('x', 10 << 20);
    $make = [
        'attribute' => fn () => TracedCoroutine::startSpan('big')->setAttribute('value', $value)->end(),
        'attributes' => fn () => TracedCoroutine::startSpan('big')->setAttributes(array_fill_keys(range('a', 'z'), $value))->end(),
        'list' => fn () => TracedCoroutine::startSpan('big')->setAttribute('values', array_fill(0, 100, $value))->end(),
        'object' => fn () => TracedCoroutine::startSpan('big')->setAttribute('value', new Big($value))->end(),
        'event' => fn () => TracedCoroutine::startSpan('big')->addEvent('happened', ['value' => $value])->end(),
        'options' => fn () => TracedCoroutine::startSpan('big', new TracedCoroutine\SpanOptions(attributes: ['value' => $value]))->end(),
        'name' => fn () => TracedCoroutine::startSpan($value)->updateName($value)->end(),
        'status' => fn () => TracedCoroutine::startSpan('big')->setStatus(TracedCoroutine\StatusCode::Error, $value)->end(),
        'exception' => fn () => TracedCoroutine::startSpan('big')->recordException(new Exception(substr($value, 8 << 20)))->end(),
        'open' => fn () => $GLOBALS['open'][] = TracedCoroutine::startSpan('big')->setAttribute('value', $value),
        'coroutine' => fn () => TracedCoroutine::create(function () use ($value): void {
            TracedCoroutine::currentSpan()->setAttribute('value', $value);
        }),
    ];
    for ($n = 0; $n < 30; $n++) {
        $make[$argv[1]]();
    }
    $stats = TracedCoroutine::stats();
    $sum = $stats['exported'] + array_sum($stats['dropped']) + array_sum($stats['failed']) + $stats['open'] + $stats['queued'] + $stats['held'];
    echo $sum === $stats['started'] ? "adds up\n" : "does not add up\n";
    preg_match('/^VmHWM:\s+(\d+)/m', file_get_contents('/proc/self/status'), $match);
    // PHP with our library, its own 64 MB, 32 MiB of ours, and what one value and one batch need on their way.
    echo $match[1] < 250 << 10 ? "bounded\n" : "$match[1] KiB\n";
    PHP);
$kinds = ['attribute', 'attributes', 'list', 'object', 'event', 'options', 'name', 'status', 'exception', 'open', 'coroutine'];
$limits = ['unlimited', '420000'];
foreach ($limits as $limit) {
    foreach ([$collector->base(), $unused] as $endpoint) {
        foreach ($kinds as $kind) {
            $shell = ['sh', '-c', 'ulimit -v ' . $limit . ' && exec "$@"', 'sh'];
            $settings = ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $endpoint, 'traced_coroutine.shutdown_timeout' => '0.2', 'traced_coroutine.log_level' => 'none', 'display_errors' => '0'];
            $words = [];
            foreach ($settings as $name => $text) {
                array_push($words, '-d', "$name=$text");
            }
            $ran = run_command([...$shell, ...traced_php(), ...$words, $program, $kind]);
            $said = $ran->stdout . $ran->how();
            if ($said !== "adds up\nbounded\nshutdown functions run\nexit code 0") {
                echo "ulimit -v $limit, $endpoint, $kind: $said\n";
            }
        }
    }
}
echo "done\n";
--EXPECT--
done
