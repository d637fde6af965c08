--TEST--
extract() reads each format, and of several the last one in the setting that names a span
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
$cases = [
    ['tracecontext', ['traceparent' => '00-' . TRACE . '-' . SPAN . '-01']],
    ['tracecontext', ['b3' => TRACE . '-' . SPAN . '-1']],
    ['b3', ['b3' => TRACE . '-' . SPAN . '-1']],
    ['b3', ['b3' => TRACE . '-' . SPAN . '-0']],
    ['b3', ['b3' => TRACE . '-' . SPAN . '-d-' . SPAN]],
    ['b3', ['b3' => TRACE . '-' . SPAN]],
    ['b3', ['b3' => substr(TRACE, 16) . '-' . SPAN . '-1']],
    ['b3', ['b3' => '0']],
    ['b3', ['x-b3-traceid' => TRACE, 'x-b3-spanid' => SPAN, 'x-b3-sampled' => '1']],
    ['b3multi', ['X-B3-TraceId' => TRACE, 'X-B3-SpanId' => SPAN, 'X-B3-Sampled' => '0']],
    ['b3multi', ['X-B3-TraceId' => TRACE, 'X-B3-SpanId' => SPAN, 'X-B3-Flags' => '1']],
    ['b3multi', ['X-B3-TraceId' => TRACE, 'X-B3-SpanId' => SPAN, 'X-B3-ParentSpanId' => SPAN]],
    ['b3multi', ['X-B3-TraceId' => TRACE]],
    ['jaeger', ['uber-trace-id' => TRACE . ':' . SPAN . ':0:1']],
    ['jaeger', ['uber-trace-id' => rawurlencode(TRACE . ':' . SPAN . ':0:0')]],
    ['jaeger', ['uber-trace-id' => 'abc:def:0:3']],
    ['jaeger', ['uber-trace-id' => TRACE . ':' . SPAN . ':0']],
    ['tracecontext,b3', ['traceparent' => '00-' . TRACE . '-' . SPAN . '-01', 'b3' => TRACE . '-1111111111111111-0']],
    ['b3,tracecontext', ['traceparent' => '00-' . TRACE . '-' . SPAN . '-01', 'b3' => TRACE . '-1111111111111111-0']],
    ['none', ['traceparent' => '00-' . TRACE . '-' . SPAN . '-01']],
];
foreach ($cases as [$propagators, $carrier]) {
    $program = program('<?php echo TracedCoroutine::extract(' . var_export($carrier, true) . ')?->toTraceparent() ?? "null", "\n";');
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'memory', 'traced_coroutine.propagators' => "\"$propagators\""]);
    echo $propagators, ' ', implode(',', array_keys($carrier)), ': ', str_replace([TRACE, SPAN], ['TRACE', 'SPAN'], $ran->stdout), $ran->stderr;
}
--EXPECT--
tracecontext traceparent: 00-TRACE-SPAN-01
tracecontext b3: null
b3 b3: 00-TRACE-SPAN-01
b3 b3: 00-TRACE-SPAN-00
b3 b3: 00-TRACE-SPAN-01
b3 b3: 00-TRACE-SPAN-00
b3 b3: 00-00000000000000008448eb211c80319c-SPAN-01
b3 b3: null
b3 x-b3-traceid,x-b3-spanid,x-b3-sampled: 00-TRACE-SPAN-01
b3multi X-B3-TraceId,X-B3-SpanId,X-B3-Sampled: 00-TRACE-SPAN-00
b3multi X-B3-TraceId,X-B3-SpanId,X-B3-Flags: 00-TRACE-SPAN-01
b3multi X-B3-TraceId,X-B3-SpanId,X-B3-ParentSpanId: 00-TRACE-SPAN-00
b3multi X-B3-TraceId: null
jaeger uber-trace-id: 00-TRACE-SPAN-01
jaeger uber-trace-id: 00-TRACE-SPAN-00
jaeger uber-trace-id: 00-00000000000000000000000000000abc-0000000000000def-01
jaeger uber-trace-id: null
tracecontext,b3 traceparent,b3: 00-TRACE-1111111111111111-00
b3,tracecontext traceparent,b3: 00-TRACE-SPAN-01
none traceparent: null
