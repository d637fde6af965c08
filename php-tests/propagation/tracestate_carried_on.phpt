--TEST--
A trace state goes to all children of the remote span, to the exporters and into the next request
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$remote = TracedCoroutine::extract(['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'tracestate' => 'congo=t61,rojo=00f']);
TracedCoroutine::start(new TracedCoroutine\SpanOptions('server', parent: $remote), function () {
    TracedCoroutine::start(new TracedCoroutine\SpanOptions('coroutine'), function () {
        TracedCoroutine::trace('client', function () {
            $carrier = [];
            TracedCoroutine::inject($carrier);
            echo $carrier['tracestate'], ' ', substr($carrier['traceparent'], 0, 36), "\n";
        });
    });
});
TracedCoroutine::startSpan('another trace')->end();
print_spans(['b7ad6b7169203331' => 'the remote span']);
echo json_encode(array_column(TracedCoroutine\MemoryExporter::getSpans(), 'trace_state', 'name')), "\n";
--EXPECT--
congo=t61,rojo=00f 00-0af7651916cd43dd8448eb211c80319c-
- 'server' {closure}:5 returned, unset, child of the remote span
  - 'coroutine' {closure}:6 returned, unset
    - [client] unset
- [another trace] unset
{"client":"congo=t61,rojo=00f","coroutine":"congo=t61,rojo=00f","server":"congo=t61,rojo=00f","another trace":""}
