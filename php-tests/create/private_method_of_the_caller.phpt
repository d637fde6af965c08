--TEST--
A method that is callable only in the scope of create()'s caller can be its body
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    class Worker
    {
        public function start(): void { Spawner::create([$this, 'work'], 'self'); Spawner::create('self::work', 'by name'); }
        private function work(string $how): void { echo "$how\n"; }
    }
    (new Worker())->start();
    try {
        Spawner::create([new Worker(), 'work'], 'outside');
    } catch (TypeError $error) {
        echo get_class($error), "\n";
    }
    PHP);
--EXPECT--
self

Deprecated: Use of "self" in callables is deprecated in program.php on line 4
by name
TypeError

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0
[exit code 0, same as bare]
- Worker::work:5 returned, unset
- Worker::work:5 returned, unset
