--TEST--
A full batch and the schedule delay each export without flush()
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

$collector = Collector::start('ok');
$program = program(<<<'PHP'
    <?php
    TracedCoroutine::create(function () {});
    for ($wait = 0; TracedCoroutine::stats()['exported'] === 0 && $wait < 1000; $wait++) {
        usleep(10_000);
    }
    echo TracedCoroutine::stats()['exported'], " exported\n";
    PHP);
$settings = ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base()];
echo 'by delay: ', run_traced($program, $settings + ['traced_coroutine.schedule_delay' => '1'])->stdout;
// The flusher looks for killed processes' files meanwhile, each second.
echo 'by a longer delay: ', run_traced($program, $settings + ['traced_coroutine.schedule_delay' => '2500', 'traced_coroutine.recorder' => '1'])->stdout;
echo 'by size: ', run_traced($program, $settings + ['traced_coroutine.schedule_delay' => '600000', 'traced_coroutine.batch_size' => '1'])->stdout;
--EXPECT--
by delay: 1 exported
by a longer delay: 1 exported
by size: 1 exported
