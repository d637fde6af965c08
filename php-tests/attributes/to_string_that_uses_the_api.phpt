--TEST--
A value's __toString() may use the API itself, and even end the span it is set on
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

final class Nested
{
    public function __construct(private TracedCoroutine\Span $span) {}
    public function __toString(): string
    {
        TracedCoroutine::startSpan('from __toString')->end();
        $this->span->setAttribute('set', 'inside')->end();
        return 'text';
    }
}
$span = TracedCoroutine::startSpan('span');
$span->setAttribute('too late', new Nested($span));
print_spans();
echo json_encode(said_attributes(span_named(TracedCoroutine\MemoryExporter::getSpans(), 'span'))), "\n";
--EXPECT--
- [span] unset
- [from __toString] unset
{"set":"inside"}
