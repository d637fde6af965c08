--TEST--
What a timer or a scheduler runs is a child of what was current where it was given, by each function: in trace(), without a parent, with orphans, outside of coroutines, refused, and with an exception
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_a_debug_php('swoole_timer_after() with arguments for its callable is a fatal error there');
not_on_openswoole('its timers and schedulers always have coroutines');
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

/** Each function with the end of a call of it: what it is given to run, and an argument. */
const WAYS = [
    'Swoole\Timer::after' => 'Swoole\Timer::after(1, %s, "given");',
    'Swoole\Timer::tick' => 'Swoole\Timer::tick(1, %s, "given");',
    'swoole_timer_after' => 'swoole_timer_after(1, %s, "given");',
    'swoole_timer_tick' => 'swoole_timer_tick(1, %s, "given");',
    'Scheduler::add' => '$s = new Swoole\Coroutine\Scheduler; $s->add(%s, "given"); $s->start();',
    'Scheduler::parallel' => '$s = new Swoole\Coroutine\Scheduler; $s->parallel(2, %s, "given"); $s->start();',
    'Coroutine\run' => 'Swoole\Coroutine\run(%s, "given");',
];
const PROGRAM = <<<'PHP'
    <?php
    final class Shop
    {
        public function run(): void { %1$s }

        private function job(...$given): void
        {
            static $count = 0;
            $ids = array_filter($given, is_int(...));
            echo ++$count, json_encode(array_values(array_diff($given, $ids))), count($ids), "\n";
            echo preg_replace('/\(\d+\)/', '(n)', (new Exception)->getTraceAsString()), "\n";
            array_map(Swoole\Timer::clear(...), $ids);
            %2$s
        }
    }

    function traced(string $name, callable $what): void
    {
        class_exists('TracedCoroutine', false) ? TracedCoroutine::trace($name, $what) : $what();
    }

    %3$s
    Swoole\Event::wait();
    PHP;
const INSIDE = 'traced("outer", fn () => (new Shop)->run());';
const OUTSIDE = '(new Shop)->run();';
const SETTINGS = ['traced_coroutine.instrument' => 'coroutine'];

foreach (WAYS as $name => $way) {
    echo "=== $name\n";
    // Swoole 6.2.2 crashes where a scheduler is given an array.
    $give = sprintf($way, str_contains($name, 'imer') ? '[$this, "job"]' : '$this->job(...)');
    compare_with_uninstrumented(sprintf(PROGRAM, $give, '', INSIDE), SETTINGS);
    compare_with_uninstrumented(sprintf(PROGRAM, $give, '', OUTSIDE), SETTINGS);
    compare_with_uninstrumented(sprintf(PROGRAM, $give, '', OUTSIDE), SETTINGS + ['traced_coroutine.instrument_orphans' => '1']);
    compare_with_uninstrumented(sprintf(PROGRAM, $give, 'throw new LogicException("thrown");', INSIDE), SETTINGS);
    $refused = 'try { ' . sprintf($way, '"no such function"') . ' } catch (TypeError $error) { echo preg_replace("/, called.*/", "", $error->getMessage()), "\n"; }';
    compare_with_uninstrumented(sprintf(PROGRAM, $refused, '', INSIDE), SETTINGS);
}
foreach (array_slice(WAYS, 0, 4) as $name => $way) {
    echo "=== $name without a coroutine\n";
    $program = sprintf(PROGRAM, sprintf($way, '[$this, "job"]'), '', INSIDE);
    compare_with_uninstrumented(str_replace('<?php', "<?php swoole_async_set(['enable_coroutine' => false]);", $program), SETTINGS);
}
echo "=== refused with a warning\n";
$warned = <<<'CODE'
    set_error_handler(fn (int $level, string $message) => print("$message: " . json_encode(debug_backtrace()[1]['args']) . "\n"));
    var_dump(Swoole\Timer::after(0, 'strlen', 'given'));
    CODE;
compare_with_uninstrumented(sprintf(PROGRAM, $warned, '', INSIDE), SETTINGS);
--EXPECT--
=== Swoole\Timer::after
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
- [outer] unset
  - Shop::job:6 returned, unset
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
(no spans)
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
- Shop::job:6 returned, unset
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}

Fatal error: Uncaught LogicException: thrown in program.php:13
Stack trace:
#0 [internal function]: Shop->job('...')
#1 {main}
  thrown in program.php on line 13
[exit code 255, same as without the extension]
- [outer] unset
  - Shop::job:6 exception, error, LogicException, "thrown"
      ! exception LogicException: thrown
Swoole\Timer::after(): Argument #2 ($callback) must be a valid callback, function "no such function" not found or invalid function name
[exit code 0, same as without the extension]
- [outer] unset
=== Swoole\Timer::tick
1["given"]1
#0 [internal function]: Shop->job(1, '...')
#1 {main}
[exit code 0, same as without the extension]
- [outer] unset
  - Shop::job:6 returned, unset
1["given"]1
#0 [internal function]: Shop->job(1, '...')
#1 {main}
[exit code 0, same as without the extension]
(no spans)
1["given"]1
#0 [internal function]: Shop->job(1, '...')
#1 {main}
[exit code 0, same as without the extension]
- Shop::job:6 returned, unset
1["given"]1
#0 [internal function]: Shop->job(1, '...')
#1 {main}

Fatal error: Uncaught LogicException: thrown in program.php:13
Stack trace:
#0 [internal function]: Shop->job(1, '...')
#1 {main}
  thrown in program.php on line 13
[exit code 255, same as without the extension]
- [outer] unset
  - Shop::job:6 exception, error, LogicException, "thrown"
      ! exception LogicException: thrown
Swoole\Timer::tick(): Argument #2 ($callback) must be a valid callback, function "no such function" not found or invalid function name
[exit code 0, same as without the extension]
- [outer] unset
=== swoole_timer_after
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
- [outer] unset
  - Shop::job:6 returned, unset
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
(no spans)
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
- Shop::job:6 returned, unset
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}

Fatal error: Uncaught LogicException: thrown in program.php:13
Stack trace:
#0 [internal function]: Shop->job('...')
#1 {main}
  thrown in program.php on line 13
[exit code 255, same as without the extension]
- [outer] unset
  - Shop::job:6 exception, error, LogicException, "thrown"
      ! exception LogicException: thrown
swoole_timer_after(): Argument #2 ($callback) must be a valid callback, function "no such function" not found or invalid function name
[exit code 0, same as without the extension]
- [outer] unset
=== swoole_timer_tick
1["given"]1
#0 [internal function]: Shop->job(1, '...')
#1 {main}
[exit code 0, same as without the extension]
- [outer] unset
  - Shop::job:6 returned, unset
1["given"]1
#0 [internal function]: Shop->job(1, '...')
#1 {main}
[exit code 0, same as without the extension]
(no spans)
1["given"]1
#0 [internal function]: Shop->job(1, '...')
#1 {main}
[exit code 0, same as without the extension]
- Shop::job:6 returned, unset
1["given"]1
#0 [internal function]: Shop->job(1, '...')
#1 {main}

Fatal error: Uncaught LogicException: thrown in program.php:13
Stack trace:
#0 [internal function]: Shop->job(1, '...')
#1 {main}
  thrown in program.php on line 13
[exit code 255, same as without the extension]
- [outer] unset
  - Shop::job:6 exception, error, LogicException, "thrown"
      ! exception LogicException: thrown
swoole_timer_tick(): Argument #2 ($callback) must be a valid callback, function "no such function" not found or invalid function name
[exit code 0, same as without the extension]
- [outer] unset
=== Scheduler::add
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
- [outer] unset
  - Shop::job:6 returned, unset
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
(no spans)
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
- Shop::job:6 returned, unset
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}

Fatal error: Uncaught LogicException: thrown in program.php:13
Stack trace:
#0 [internal function]: Shop->job('...')
#1 {main}
  thrown in program.php on line 13
[exit code 255, same as without the extension]
- [outer] error, "thrown"
    ! exception LogicException: thrown
  - Shop::job:6 exception, error, LogicException, "thrown"
      ! exception LogicException: thrown
Swoole\Coroutine\Scheduler::add(): Argument #1 ($func) must be a valid callback, function "no such function" not found or invalid function name
[exit code 0, same as without the extension]
- [outer] unset
=== Scheduler::parallel
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
2["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
- [outer] unset
  - Shop::job:6 returned, unset
  - Shop::job:6 returned, unset
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
2["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
(no spans)
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
2["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
- Shop::job:6 returned, unset
- Shop::job:6 returned, unset
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}

Fatal error: Uncaught LogicException: thrown in program.php:13
Stack trace:
#0 [internal function]: Shop->job('...')
#1 {main}
  thrown in program.php on line 13
[exit code 255, same as without the extension]
- [outer] error, "thrown"
    ! exception LogicException: thrown
  - Shop::job:6 exception, error, LogicException, "thrown"
      ! exception LogicException: thrown
Swoole\Coroutine\Scheduler::parallel(): Argument #2 ($func) must be a valid callback, function "no such function" not found or invalid function name
[exit code 0, same as without the extension]
- [outer] unset
=== Coroutine\run
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
- [outer] unset
  - Shop::job:6 returned, unset
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
(no spans)
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}
[exit code 0, same as without the extension]
- Shop::job:6 returned, unset
1["given"]0
#0 [internal function]: Shop->job('...')
#1 {main}

Fatal error: Uncaught LogicException: thrown in program.php:13
Stack trace:
#0 [internal function]: Shop->job('...')
#1 {main}
  thrown in program.php on line 13
[exit code 255, same as without the extension]
- [outer] error, "thrown"
    ! exception LogicException: thrown
  - Shop::job:6 exception, error, LogicException, "thrown"
      ! exception LogicException: thrown
Swoole\Coroutine\run(): Argument #1 ($fn) must be of type callable, string given
[exit code 0, same as without the extension]
- [outer] unset
=== Swoole\Timer::after without a coroutine
1["given"]0
#0 [internal function]: Shop->job('...')
#1 program.php(n): Swoole\Event::wait()
#2 {main}
[exit code 0, same as without the extension]
- [outer] unset
  - [Shop::job] unset
=== Swoole\Timer::tick without a coroutine
1["given"]1
#0 [internal function]: Shop->job(1, '...')
#1 program.php(n): Swoole\Event::wait()
#2 {main}
[exit code 0, same as without the extension]
- [outer] unset
  - [Shop::job] unset
=== swoole_timer_after without a coroutine
1["given"]0
#0 [internal function]: Shop->job('...')
#1 program.php(n): Swoole\Event::wait()
#2 {main}
[exit code 0, same as without the extension]
- [outer] unset
  - [Shop::job] unset
=== swoole_timer_tick without a coroutine
1["given"]1
#0 [internal function]: Shop->job(1, '...')
#1 program.php(n): Swoole\Event::wait()
#2 {main}
[exit code 0, same as without the extension]
- [outer] unset
  - [Shop::job] unset
=== refused with a warning
Swoole\Timer::after(): Timer must be greater than or equal to 1: [0,"strlen","given"]
bool(false)
[exit code 0, same as without the extension]
- [outer] unset
