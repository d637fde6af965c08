--TEST--
Callables, arguments, locals and return values are destroyed in the order of a bare coroutine
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    class Loud
    {
        public function __construct(private string $name) {}
        public function __destruct() { echo "~$this->name\n"; }
        public function __invoke(Loud ...$arguments): Loud
        {
            $local = new Loud('local');
            Coroutine::defer(function () { echo "defer\n"; });
            Coroutine::sleep(0.001);
            return new Loud('returned');
        }
    }
    Spawner::create(new Loud('callable'), new Loud('first'), new Loud('second'));
    echo "after create\n";
    Swoole\Event::wait();
    Spawner::create(function (Loud $kept) { echo "runs at once\n"; }, new Loud('argument'));
    echo "end\n";
    PHP);
--EXPECT--
after create
~local
~first
~second
defer
~callable
runs at once
~argument
end

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0
~returned
[exit code 0, same as bare]
- Loud::__invoke:7 returned, unset
- {closure}:18 returned, unset
