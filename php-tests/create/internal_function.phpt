--TEST--
An internal function runs as the body; its span has no file and no line
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

$spans = compare_with_bare(<<<'PHP'
    <?php
    Spawner::create('printf', "%s %d\n", 'internal', 7);
    Spawner::create([new ArrayObject([1]), 'append'], 2);
    PHP);
var_dump(array_intersect(['code.file.path', 'code.line.number'], array_keys($spans[0]['attributes'])));
--EXPECT--
internal 7

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0
[exit code 0, same as bare]
- printf returned, unset
- ArrayObject::append returned, unset
array(0) {
}
