--TEST--
create() returns the id that the coroutine sees, and defers get the return value
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    foreach ([null, 0, 'text', [1], new ArrayObject()] as $value) {
        $id = Spawner::create(function () use ($value, &$inside) {
            $inside = Coroutine::getCid();
            Coroutine::defer(function () { echo json_encode(func_get_args()), ' '; });
            return $value;
        });
        var_dump($id === $inside);
    }
    Spawner::create(function () { Coroutine::defer(function () { echo json_encode(func_get_args()), "\n"; }); });
    PHP);
--EXPECT--
[null] bool(true)
[0] bool(true)
["text"] bool(true)
[[1]] bool(true)
[{}] bool(true)
[null]

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0
[exit code 0, same as bare]
- {closure}:4 returned, unset
- {closure}:4 returned, unset
- {closure}:4 returned, unset
- {closure}:4 returned, unset
- {closure}:4 returned, unset
- {closure}:11 returned, unset
