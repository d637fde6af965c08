--TEST--
An exception out of a value's __toString() comes out of the call, and the span stays as it was
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

final class Broken
{
    public function __toString(): string { throw new DomainException('no text'); }
}
$span = TracedCoroutine::startSpan('span');
$calls = [
    fn () => $span->setAttribute('a', new Broken()),
    fn () => $span->setAttributes(['fine' => 1, 'a' => new Broken()]),
    fn () => $span->addEvent('e', ['a' => new Broken()]),
    fn () => TracedCoroutine::startSpan('never', new TracedCoroutine\SpanOptions(attributes: ['a' => new Broken()])),
];
foreach ($calls as $call) {
    try {
        $call();
        echo "!! accepted\n";
    } catch (DomainException $error) {
        echo $error->getMessage(), "\n";
    }
}
$span->end();
print_spans();
echo json_encode(said_attributes(TracedCoroutine\MemoryExporter::getSpans()[0])), "\n";
--EXPECT--
no text
no text
no text
no text
- [span] unset
[]
