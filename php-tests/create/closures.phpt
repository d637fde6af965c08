--TEST--
Bound, static, arrow and first-class closures and __invoke run as Swoole runs them
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    class Holder
    {
        private string $secret = 'bound';
        public function bound(): Closure { return function () { echo $this->secret, "\n"; debug_print_backtrace(); }; }
        private function hidden(): void { echo "private\n"; }
        public function outside(): Closure { return $this->hidden(...); }
        public function __invoke(int $x): void { echo __METHOD__, $x, "\n"; debug_print_backtrace(); }
        public static function stat(): void { echo static::class, "\n"; }
    }
    class Child extends Holder {}
    Spawner::create((new Holder())->bound());
    Spawner::create(static function () { echo "static\n"; });
    Spawner::create(fn () => print("arrow\n"));
    Spawner::create((new Holder())->outside());
    Spawner::create(new Holder(), 3);
    Spawner::create(Child::stat(...));
    Spawner::create(strtoupper(...), 'first class, internal');
    PHP);
--EXPECT--
bound
#0 [internal function]: Holder->{closure}()
static
arrow
private
Holder::__invoke3
#0 [internal function]: Holder->__invoke(3)
Child

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0
[exit code 0, same as bare]
- Holder::{closure}:5 returned, unset
- {closure}:13 returned, unset
- {closure}:14 returned, unset
- Holder::hidden:6 returned, unset
- Holder::__invoke:8 returned, unset
- Holder::stat:9 returned, unset
- strtoupper returned, unset
