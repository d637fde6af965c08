--TEST--
trace() and wrap() call methods that only __call answers
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

final class Magic
{
    public function __call(string $name, array $arguments): string { return "$name(" . implode(', ', $arguments) . ')'; }
    public static function __callStatic(string $name, array $arguments): string { return "static $name"; }
}
$wrapped = TracedCoroutine::wrap([new Magic(), 'anything']);
var_dump(TracedCoroutine::trace('magic', [new Magic(), 'anything']), $wrapped(1), $wrapped(2, 3), (TracedCoroutine::wrap(['Magic', 'any']))());
--EXPECT--
string(10) "anything()"
string(11) "anything(1)"
string(14) "anything(2, 3)"
string(10) "static any"
