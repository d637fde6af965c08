--TEST--
Outside any coroutine the parent id is -1, and each span is the root of a trace of its own
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

$spans = compare_with_bare(<<<'PHP'
    <?php
    function first(): void { echo Swoole\Coroutine::getPcid(), "\n"; }
    function second(): void {}
    Spawner::create('first');
    Spawner::create('second');
    Swoole\Event::wait();
    PHP);
$inside = compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    function inside(): void {}
    Coroutine\run(function () { Spawner::create('inside'); });
    PHP);
$spans = [...$spans, ...$inside];
echo count(array_unique(array_column($spans, 'trace_id'))), " traces\n";
foreach (['first', 'inside'] as $function) {
    $attributes = span_of($spans, $function)['attributes'];
    echo "$function: ", $attributes['coroutine.id'] - $attributes['coroutine.parent_id'], "\n";
}
--EXPECT--
-1
[exit code 0, same as bare]
- first:2 returned, unset
- second:3 returned, unset

[exit code 0, same as bare]
- inside:3 returned, unset
3 traces
first: 2
inside: 1
