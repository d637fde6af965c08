--TEST--
Callables by name, bound, static, first-class, internal and __call run as in a bare fiber
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
    class Service
    {
        private string $word = 'bound';
        public static function stat(int $x): void { echo __METHOD__, $x, "\n"; }
        public function closure(): Closure { return function () { echo $this->word, "\n"; }; }
        public function __call(string $name, array $arguments): void { echo $name, json_encode($arguments), "\n"; }
        public function __invoke(): void { echo __METHOD__, "\n"; }
    }
    Spawner::create('Service::stat', 1);
    Spawner::create(['Service', 'stat'], 2);
    Spawner::create(Service::stat(...), 3);
    Spawner::create((new Service())->closure());
    Spawner::create(new Service());
    Spawner::create([new Service(), 'magic'], 'x');
    Spawner::create('printf', "%s\n", 'internal');
    PHP);
--EXPECT--
Service::stat1
Service::stat2
Service::stat3
bound
Service::__invoke
magic["x"]
internal
[exit code 0, same as bare]
- Service::stat:5 returned, unset
- Service::stat:5 returned, unset
- Service::stat:5 returned, unset
- Service::{closure}:6 returned, unset
- Service::__invoke:8 returned, unset
- Service::magic returned, unset
- printf returned, unset
