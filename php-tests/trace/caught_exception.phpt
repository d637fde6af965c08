--TEST--
An exception passes through trace() as it is; the span has recorded it and failed, the coroutine has not
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {
    $thrown = new DomainException('no stock', 7, new LogicException('the warehouse is closed'));
    try {
        TracedCoroutine::trace('outer', function () use ($thrown) {
            TracedCoroutine::trace('inner', fn () => throw $thrown);
        });
    } catch (DomainException $caught) {
        var_dump($caught === $thrown);
    }
    TracedCoroutine::startSpan('after')->end();
});
print_spans();
$event = span_named(TracedCoroutine\MemoryExporter::getSpans(), 'inner')['events'][0];
var_dump(str_contains($event['attributes']['exception.stacktrace'], 'LogicException: the warehouse is closed'));
--EXPECT--
bool(true)
- {closure}:4 returned, unset
  - [outer] error, "no stock"
      ! exception DomainException: no stock
    - [inner] error, "no stock"
        ! exception DomainException: no stock
  - [after] unset
bool(true)
