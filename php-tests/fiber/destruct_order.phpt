--TEST--
Callables, arguments and locals are destroyed in the order of a bare fiber
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    class Loud
    {
        public function __construct(private string $name) {}
        public function __destruct() { echo "~$this->name\n"; }
        public function __invoke(Loud ...$arguments): Loud
        {
            $local = new Loud('local');
            $GLOBALS['fiber'] = Fiber::getCurrent();
            Fiber::suspend();
            return new Loud('returned');
        }
    }
    Spawner::create(new Loud('callable'), new Loud('first'), new Loud('second'));
    echo "after create\n";
    $fiber->resume();
    echo "resumed\n";
    unset($fiber, $GLOBALS['fiber']);
    echo "end\n";
    PHP);
--EXPECT--
after create
~local
~first
~second
~callable
resumed
~returned
end
[exit code 0, same as bare]
- Loud::__invoke:6 returned, unset
