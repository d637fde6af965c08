--TEST--
A callable given to wrap() or trace() inside a class, even a private method, can be called from anywhere afterwards
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

final class Hidden
{
    public static function wrapped(): Closure { return TracedCoroutine::wrap([new self(), 'secret']); }
    public static function traced(): string { return TracedCoroutine::trace('secret', [new self(), 'secret']); }
    private function secret(): string { return 'private method'; }
}
var_dump(Hidden::traced());
try {
    var_dump((Hidden::wrapped())());
} catch (TypeError $error) {
    echo $error->getMessage(), "\n";
}
--EXPECT--
string(14) "private method"
string(14) "private method"
