--TEST--
Only failures that OpenTelemetry calls retryable are retried, and no span arrives twice
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

foreach (['503-then-ok', '429-then-ok', 'drop-then-ok', '400', '500'] as $mode) {
    $collector = Collector::start($mode);
    $program = program(<<<'PHP'
        <?php
        TracedCoroutine::create(function () {});
        TracedCoroutine::create(function () {});
        $delivered = TracedCoroutine::flush(20.0);
        $stats = TracedCoroutine::stats();
        echo $delivered ? 'delivered' : 'not delivered', ", exported $stats[exported], failed ", array_sum($stats['failed']), ', ', $stats['retries'] > 0 ? 'retried' : 'not retried';
        PHP);
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base()]);
    $requests = $collector->requests();
    $bodies = array_unique(array_map(fn (array $request) => json_encode($request['resource_spans']), $requests));
    echo "$mode: $ran->stdout; ", count($requests), ' requests, ', count($bodies), ' body, ', count($collector->accepted()), " spans accepted\n";
}
--EXPECT--
503-then-ok: delivered, exported 2, failed 0, retried; 3 requests, 1 body, 2 spans accepted
429-then-ok: delivered, exported 2, failed 0, retried; 2 requests, 1 body, 2 spans accepted
drop-then-ok: delivered, exported 2, failed 0, retried; 2 requests, 1 body, 2 spans accepted
400: not delivered, exported 0, failed 2, not retried; 1 requests, 1 body, 0 spans accepted
500: not delivered, exported 0, failed 2, not retried; 1 requests, 1 body, 0 spans accepted
