--TEST--
go() between traced coroutines hides no parent: the chain goes through it
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

$spans = compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    function top(): void
    {
        go(function () {
            Coroutine::sleep(0.001);
            go(function () { Spawner::create('bottom'); });
        });
        Coroutine::sleep(0.01);
    }
    function bottom(): void { echo Coroutine::getPcid(), "\n"; }
    Spawner::create('top');
    Swoole\Event::wait();
    PHP);
echo span_of($spans, 'bottom')['attributes']['coroutine.parent_id'], "\n";
--EXPECT--
3
[exit code 0, same as bare]
- top:3 returned, unset
  - bottom:11 returned, unset
3
