--TEST--
extract() reads back what inject() writes, in each format: same trace, same span, now remote; the random flag is W3C's alone
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    TracedCoroutine::trace('span', function () {
        TracedCoroutine::setBaggage('key', 'väl,ue; with "all" = % of \\ it');
        $carrier = [];
        TracedCoroutine::inject($carrier);
        $extracted = TracedCoroutine::extract($carrier);
        $own = TracedCoroutine::currentSpan()->getContext();
        $scope = $extracted->activate();
        echo json_encode([
            [$extracted->getTraceId(), $extracted->getSpanId()] === [$own->getTraceId(), $own->getSpanId()], $extracted->getTraceFlags(),
            $extracted->isRemote(), $extracted->isSampled(), $extracted->isValid(), TracedCoroutine::getBaggage(),
        ], JSON_UNESCAPED_UNICODE), "\n";
        $scope->detach();
    });
    PHP);
foreach (['tracecontext', 'tracecontext,baggage', 'b3', 'b3multi', 'jaeger'] as $propagators) {
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'memory', 'traced_coroutine.propagators' => "\"$propagators\""]);
    echo "$propagators: $ran->stdout$ran->stderr";
}
--EXPECT--
tracecontext: [true,3,true,true,true,[]]
tracecontext,baggage: [true,3,true,true,true,{"key":"väl,ue; with \"all\" = % of \\ it"}]
b3: [true,1,true,true,true,[]]
b3multi: [true,1,true,true,true,[]]
jaeger: [true,1,true,true,true,{"key":"väl,ue; with \"all\" = % of \\ it"}]
