--TEST--
Each function that makes a coroutine makes a traced one inside a trace: with success, refused, with an exception, in trace(), and without a parent
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('it has no Swoole\Coroutine\go()');
--INI--
traced_coroutine.exporter=memory
traced_coroutine.instrument=coroutine
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

/** Each way to make a coroutine. */
const WAYS = ['go', 'swoole_coroutine_create', 'Swoole\Coroutine::create', 'Swoole\Coroutine\go', 'co::create'];

function child(int $a, int $b): int
{
    Swoole\Coroutine::sleep(0.001);
    return $a + $b;
}

/** An exception that leaves a coroutine ends the program, so it is caught outside of what is the coroutine's body, in a defer. */
function refuses(callable $create): string
{
    try {
        return json_encode($create('no such function'));
    } catch (TypeError $error) {
        // Swoole's library says it in its own words.
        return preg_replace('/^\S+\(\): Argument #1 \(\$(func|fn)\) must be .*/', 'refused', $error->getMessage());
    }
}

foreach (WAYS as $way) {
    TracedCoroutine\MemoryExporter::reset();
    $create = $way(...);
    Swoole\Coroutine\run(function () use ($create) {
        // Without a parent.
        $create('child', 1, 2);
        // In a coroutine's span, and in one of trace().
        TracedCoroutine::create(function () use ($create) {
            $id = $create('child', 3, 4);
            $parent = Swoole\Coroutine::getPcid($id) === Swoole\Coroutine::getCid();
            TracedCoroutine::trace('around', fn () => $create(child(...), 5, 6));
            echo json_encode([is_int($id), $parent, refuses($create)]), "\n";
        });
    });
    echo "$way\n", span_tree(exported_spans());
}
print_whether_stats_add_up();
--EXPECT--
[true,true,"refused"]
go
- {closure}:31 returned, unset
  - child:7 returned, unset
  - [around] unset
    - child:7 returned, unset
[true,true,"refused"]
swoole_coroutine_create
- {closure}:31 returned, unset
  - child:7 returned, unset
  - [around] unset
    - child:7 returned, unset
[true,true,"refused"]
Swoole\Coroutine::create
- {closure}:31 returned, unset
  - child:7 returned, unset
  - [around] unset
    - child:7 returned, unset
[true,true,"refused"]
Swoole\Coroutine\go
- {closure}:31 returned, unset
  - child:7 returned, unset
  - [around] unset
    - child:7 returned, unset
[true,true,"refused"]
co::create
- {closure}:31 returned, unset
  - child:7 returned, unset
  - [around] unset
    - child:7 returned, unset
stats add up
