--TEST--
Each sampler decides for roots, for children of sampled and of unsampled remote spans, and for their children
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program(<<<'PHP'
    <?php
    use TracedCoroutine\SpanOptions;
    foreach (['root' => false, 'under sampled' => '01', 'under unsampled' => '00'] as $what => $flags) {
        $parent = $flags ? TracedCoroutine::extract(['traceparent' => "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-$flags"]) : false;
        TracedCoroutine::start(new SpanOptions($what, parent: $parent), function () use ($what) { TracedCoroutine::startSpan("child of $what")->end(); });
    }
    TracedCoroutine::flush();
    echo implode(', ', array_column(TracedCoroutine\MemoryExporter::getSpans(), 'name')) ?: 'nothing', '; ', TracedCoroutine::stats()['not_sampled'], " not sampled\n";
    PHP);
foreach (['always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'] as $sampler) {
    $settings = ['traced_coroutine.exporter' => 'memory', 'traced_coroutine.sampler' => $sampler, 'traced_coroutine.sampler_arg' => '0'];
    $by_ini = run_traced($program, $settings);
    $by_environment = run_traced($program, ['traced_coroutine.exporter' => 'memory'], ['OTEL_TRACES_SAMPLER' => $sampler, 'OTEL_TRACES_SAMPLER_ARG' => '0.0']);
    echo "$sampler: $by_ini->stdout$by_ini->stderr";
    $by_ini->stdout === $by_environment->stdout || print("!! by the environment: $by_environment->stdout");
}
--EXPECT--
always_on: child of root, root, child of under sampled, under sampled, child of under unsampled, under unsampled; 0 not sampled
always_off: nothing; 6 not sampled
traceidratio: nothing; 6 not sampled
parentbased_always_on: child of root, root, child of under sampled, under sampled; 2 not sampled
parentbased_always_off: child of under sampled, under sampled; 4 not sampled
parentbased_traceidratio: child of under sampled, under sampled; 4 not sampled
