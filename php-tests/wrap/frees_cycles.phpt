--TEST--
A wrapped closure in a cycle with its own object is collected
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

final class Node
{
    public ?Closure $closure = null;
    public function __destruct() { echo "collected\n"; }
}
$node = new Node();
$node->closure = TracedCoroutine::wrap(function () use ($node) { return $node; });
unset($node);
echo "before\n";
gc_collect_cycles();
echo "after\n";
--EXPECT--
before
collected
after
