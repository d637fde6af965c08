--TEST--
A collector that refuses, fails, hangs or talks nonsense costs its spans, and nothing else
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/collector.inc';

$show = function (string $mode, ?Collector $collector, string $endpoint): void {
    $program = program(<<<'PHP'
        <?php
        for ($n = 0; $n < 3; $n++) {
            TracedCoroutine::create(function () {});
        }
        $before = hrtime(true);
        $delivered = TracedCoroutine::flush(0.5);
        $seconds = (hrtime(true) - $before) / 1e9;
        TracedCoroutine::create(function () { echo "the program goes on, "; });
        echo $delivered ? 'DELIVERED' : 'not delivered', $seconds < 3 ? '' : " TOO LATE: $seconds s", ', ';
        $stats = TracedCoroutine::stats();
        $sum = $stats['exported'] + array_sum($stats['dropped']) + array_sum($stats['failed']) + $stats['open'] + $stats['queued'];
        echo $sum === $stats['started'] ? 'adds up' : 'DOES NOT ADD UP ' . json_encode($stats);
        echo $stats['exported'] === 0 ? '' : " EXPORTED $stats[exported]";
        PHP);
    $before = hrtime(true);
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $endpoint, 'traced_coroutine.shutdown_timeout' => '0.5', 'traced_coroutine.otlp.timeout' => '20000']);
    $seconds = (hrtime(true) - $before) / 1e9;
    echo "$mode: $ran->stdout, ", $ran->how(), $seconds < 10 ? '' : ", ENDED AFTER $seconds s", "\n";
};

$show('refuses connections', null, 'http://127.0.0.1:' . Collector::unused_port());
$show('unknown host', null, 'http://no-such-host.invalid');
foreach (['400', '404', '413', '500', '503', '502', '504', '429', 'hang', 'garbage', 'half'] as $mode) {
    $collector = Collector::start($mode);
    $show($mode, $collector, $collector->base());
    unset($collector);
}
--EXPECT--
refuses connections: the program goes on, not delivered, adds up, exit code 0
unknown host: the program goes on, not delivered, adds up, exit code 0
400: the program goes on, not delivered, adds up, exit code 0
404: the program goes on, not delivered, adds up, exit code 0
413: the program goes on, not delivered, adds up, exit code 0
500: the program goes on, not delivered, adds up, exit code 0
503: the program goes on, not delivered, adds up, exit code 0
502: the program goes on, not delivered, adds up, exit code 0
504: the program goes on, not delivered, adds up, exit code 0
429: the program goes on, not delivered, adds up, exit code 0
hang: the program goes on, not delivered, adds up, exit code 0
garbage: the program goes on, not delivered, adds up, exit code 0
half: the program goes on, not delivered, adds up, exit code 0
