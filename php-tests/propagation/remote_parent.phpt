--TEST--
A remote context is a parent through options, and for all that starts while it is active
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\{SpanKind, SpanOptions};

function body(): void { TracedCoroutine::startSpan('child')->end(); }
$remote = TracedCoroutine::extract(['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']);
TracedCoroutine::start(new SpanOptions('by options', SpanKind::Server, parent: $remote), 'body');
$scope = $remote->activate();
TracedCoroutine::create('body');
TracedCoroutine::startSpan('by hand')->end();
(TracedCoroutine::wrap('body'))();
var_dump($scope->detach());
TracedCoroutine::create('body');
print_spans(['b7ad6b7169203331' => 'the remote span']);
echo implode(' ', array_count_values(array_column(TracedCoroutine\MemoryExporter::getSpans(), 'trace_id'))), "\n";
--EXPECT--
int(0)
- 'by options' body:5 server returned, unset, child of the remote span
  - [child] unset
- body:5 returned, unset, child of the remote span
  - [child] unset
- [by hand] unset, child of the remote span
- [body] unset, child of the remote span
  - [child] unset
- body:5 returned, unset
  - [child] unset
7 2
