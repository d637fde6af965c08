--TEST--
Each method that says something of a span returns that very span
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\StatusCode;

function body(): void
{
    $span = TracedCoroutine::startSpan('first name');
    $chained = $span->setAttribute('a', 1)->setAttributes(['b' => 2, 'c' => 3])->addEvent('event', ['at' => 4])
        ->addLink(TracedCoroutine::currentSpan()->getContext(), ['why' => 'test'])->recordException(new Exception('told'))
        ->setStatus(StatusCode::Error, 'failed')->updateName('last name');
    var_dump($chained === $span, $span->end());
}
TracedCoroutine::create('body');
print_spans();
echo json_encode(said_attributes(span_named(TracedCoroutine\MemoryExporter::getSpans(), 'last name'))), "\n";
--EXPECT--
bool(true)
NULL
- body:5 returned, unset
  - [last name] error, "failed"
      ~ body {"why":"test"}
      ! event 
      ! exception Exception: told
{"a":1,"b":2,"c":3}
