--TEST--
A callable by name, as Class::method and as an array runs as Swoole runs it, backtrace included
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    function named(string ...$words): void { echo implode(' ', $words), "\n"; debug_print_backtrace(); }
    class Service
    {
        public static function stat(int $x): void { echo __METHOD__, $x, "\n"; debug_print_backtrace(); }
        public function inst(): void { echo __METHOD__, "\n", (new Exception())->getTraceAsString(), "\n"; }
    }
    Spawner::create('named', 'by', 'name');
    Spawner::create('Service::stat', 1);
    Spawner::create(['Service', 'stat'], 2);
    Spawner::create([new Service(), 'inst']);
    PHP);
--EXPECT--
by name
#0 [internal function]: named('...', '...')
Service::stat1
#0 [internal function]: Service::stat(1)
Service::stat2
#0 [internal function]: Service::stat(2)
Service::inst
#0 [internal function]: Service->inst()
#1 {main}

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0
[exit code 0, same as bare]
- named:2 returned, unset
- Service::stat:5 returned, unset
- Service::stat:5 returned, unset
- Service::inst:6 returned, unset
