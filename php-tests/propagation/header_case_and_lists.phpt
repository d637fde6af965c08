--TEST--
Header names are read in any case, values as strings and as PSR-7's lists, and what is no header is passed over
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
$carriers = [
    'lower' => ['traceparent' => PARENT],
    'upper' => ['TRACEPARENT' => PARENT],
    'mixed' => ['TraceParent' => PARENT],
    'list' => ['Traceparent' => [PARENT]],
    'white space' => ['traceparent' => " \t" . PARENT . ' '],
    'two values' => ['traceparent' => [PARENT, PARENT]],
    'two names' => ['traceparent' => PARENT, 'Traceparent' => PARENT],
    'empty list' => ['traceparent' => []],
    'int' => ['traceparent' => 17],
    'object' => ['traceparent' => new stdClass()],
    'nested list' => ['traceparent' => [[PARENT]]],
    'numeric keys' => [PARENT, 'traceparent'],
    'nothing' => [],
    'among others' => ['host' => ['example.org'], 'x' => null, 3 => 1.5, 'traceparent' => PARENT, 'y' => STDERR],
    'list of state' => ['traceparent' => PARENT, 'TraceState' => ['a=1', 'b=2']],
];
foreach ($carriers as $what => $carrier) {
    $context = TracedCoroutine::extract($carrier);
    echo "$what: ", $context === null ? 'null' : ($context->toTraceparent() === PARENT ? 'read' : '!! other') . ' ' . $context->getTraceState(), "\n";
}
--EXPECT--
lower: read 
upper: read 
mixed: read 
list: read 
white space: read 
two values: null
two names: null
empty list: null
int: null
object: null
nested list: null
numeric keys: null
nothing: null
among others: read 
list of state: read a=1,b=2
