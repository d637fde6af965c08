--TEST--
traceidratio goes by the trace id alone: the same ids are taken everywhere, and more of them the higher the ratio
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    // The last seven bytes and a bit decide; these lie at 0, 1/8, 2/8 ... of their range, the last one at its end.
    foreach (['0000000000000000', '2000000000000000', '4000000000000000', '6000000000000000', '8000000000000000', 'a000000000000000', 'c000000000000000', 'e000000000000000', 'ffffffffffffffff'] as $low) {
        $parent = TracedCoroutine::extract(['traceparent' => "00-ffffffffffffffff$low-b7ad6b7169203331-00"]);
        echo (int) TracedCoroutine::startSpan('span', new TracedCoroutine\SpanOptions(parent: $parent))->getContext()->isSampled();
    }
    echo "\n";
    PHP);
foreach (['0', '0.125', '0.25', '0.5', '0.75', '0.9', '1', '1.0'] as $ratio) {
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'memory', 'traced_coroutine.sampler' => 'traceidratio', 'traced_coroutine.sampler_arg' => $ratio]);
    echo "$ratio: $ran->stdout$ran->stderr";
}
--EXPECT--
0: 000000000
0.125: 100000000
0.25: 110000000
0.5: 111100000
0.75: 111111000
0.9: 111111110
1: 111111111
1.0: 111111111
