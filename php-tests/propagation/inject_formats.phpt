--TEST--
inject() writes each format as its specification has it
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    $span = TracedCoroutine::startSpan('span');
    $span->activate();
    TracedCoroutine::setBaggage('user', 'a b');
    $carrier = [];
    TracedCoroutine::inject($carrier);
    $context = $span->getContext();
    echo str_replace([$context->getTraceId(), $context->getSpanId()], ['TRACE', 'SPAN'], json_encode($carrier)), "\n";
    $span->end();
    PHP);
foreach (['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'tracecontext,baggage,b3', 'none'] as $propagators) {
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'memory', 'traced_coroutine.propagators' => "\"$propagators\""]);
    echo "$propagators: $ran->stdout$ran->stderr";
}
$ran = run_traced($program, ['traced_coroutine.exporter' => 'memory'], ['OTEL_PROPAGATORS' => 'jaeger']);
echo "OTEL_PROPAGATORS=jaeger: $ran->stdout";
--EXPECT--
tracecontext: {"traceparent":"00-TRACE-SPAN-03"}
baggage: {"baggage":"user=a%20b"}
b3: {"b3":"TRACE-SPAN-1"}
b3multi: {"x-b3-traceid":"TRACE","x-b3-spanid":"SPAN","x-b3-sampled":"1"}
jaeger: {"uber-trace-id":"TRACE:SPAN:0:1","uberctx-user":"a%20b"}
tracecontext,baggage,b3: {"traceparent":"00-TRACE-SPAN-03","baggage":"user=a%20b","b3":"TRACE-SPAN-1"}
none: []
OTEL_PROPAGATORS=jaeger: {"uber-trace-id":"TRACE:SPAN:0:1","uberctx-user":"a%20b"}
