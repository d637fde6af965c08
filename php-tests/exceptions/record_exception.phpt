--TEST--
recordException() records class, message, stack trace and previous exceptions, and leaves the status alone
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$inner = new LogicException('the warehouse is closed');
$outer = new DomainException('no stock', 3, $inner);
$span = TracedCoroutine::startSpan('span')->recordException($outer)
    ->recordException(new TypeError('second'), ['retry' => 2, 'exception.message' => 'overridden']);
$span->end();
print_spans();
[$first, $second] = TracedCoroutine\MemoryExporter::getSpans()[0]['events'];
echo implode(' ', array_keys($first['attributes'])), "\n";
$trace = $first['attributes']['exception.stacktrace'];
var_dump(strpos($trace, 'LogicException: the warehouse is closed') < strpos($trace, 'Next DomainException: no stock'));
echo $second['attributes']['retry'], "\n";
--EXPECT--
- [span] unset
    ! exception DomainException: no stock
    ! exception TypeError: overridden
exception.type exception.message exception.stacktrace
bool(true)
2
