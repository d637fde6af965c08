--TEST--
wrap() traces what WaitGroup, parallel() and map() run, results included
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('its WaitGroup and parallel() are a package of their own');
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use Swoole\Coroutine\WaitGroup;
use function Swoole\Coroutine\{map, parallel};

function square(int $n = 3): int { Swoole\Coroutine::sleep(0.001); return $n * $n; }
function numbers(): void
{
    $group = new WaitGroup();
    $group->add();
    go(TracedCoroutine::wrap(function () use ($group) { square(); $group->done(); }));
    $group->wait();
    parallel(2, TracedCoroutine::wrap('square'));
    echo json_encode(map([1, 2], TracedCoroutine::wrap('square'))), "\n";
}
TracedCoroutine::create('numbers');
Swoole\Event::wait();
print_spans();
--EXPECT--
[1,4]
- numbers:7 returned, unset
  - {closure}:11 returned, unset
  - square:6 returned, unset
  - square:6 returned, unset
  - square:6 returned, unset
  - square:6 returned, unset
