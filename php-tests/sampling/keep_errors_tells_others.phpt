--TEST--
A held trace is propagated as not sampled but still records, and a sampled trace is never held
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
traced_coroutine.sampler=parentbased_always_off
traced_coroutine.keep_errors=1
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\SpanOptions;

TracedCoroutine::trace('held', function () {
    $carrier = [];
    TracedCoroutine::inject($carrier);
    var_dump(substr($carrier['traceparent'], -3), TracedCoroutine::currentSpan()->isRecording());
});
$remote = TracedCoroutine::extract(['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']);
TracedCoroutine::trace('sampled', function () {
    TracedCoroutine::startSpan('child')->end();
    echo TracedCoroutine::stats()['held'], " held\n";
}, new SpanOptions(parent: $remote));
print_spans(['b7ad6b7169203331' => 'the remote span']);
--EXPECT--
string(3) "-02"
bool(true)
0 held
- [sampled] unset, child of the remote span
  - [child] unset
