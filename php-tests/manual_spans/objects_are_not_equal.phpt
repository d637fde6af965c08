--TEST--
Two spans are not equal, and options are constructed once
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
$one = TracedCoroutine::startSpan('one');
$other = TracedCoroutine::startSpan('other');
var_dump($one == $other, $one->getContext() == $other->getContext(), $one == $one);
$options = new TracedCoroutine\SpanOptions('first');
try {
    $options->__construct('second');
} catch (Error $error) {
    echo $error->getMessage(), "\n";
    var_dump($error->getPrevious(), $options->name);
}
--EXPECT--
bool(false)
bool(false)
bool(true)
Cannot modify readonly property TracedCoroutine\SpanOptions::$name
NULL
string(5) "first"
