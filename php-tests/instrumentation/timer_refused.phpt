--TEST--
What PHP raises about a callable that cannot be called is raised once where a timer or a scheduler is given it
--DESCRIPTION--
The callable was resolved to make a closure of it, and then by Swoole, each with the deprecation of "parent::".
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('its timers always have coroutines');
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

compare_with_uninstrumented(<<<'PHP'
    <?php
    class Base { static function job() { echo "job\n"; } }
    final class Shop extends Base
    {
        static function set(string $method): void
        {
            try {
                Swoole\Timer::after(1, [self::class, $method]);
            } catch (TypeError $error) {
                echo $error->getMessage(), "\n";
            }
        }
    }

    set_error_handler(function ($level, $message) { echo "$message\n"; return true; });
    Shop::set('parent::missing');
    Shop::set('parent::job');
    Swoole\Event::wait();
    PHP, ['traced_coroutine.instrument' => 'coroutine', 'traced_coroutine.instrument_orphans' => '1']);
--EXPECT--
Callables of the form ["Shop", "parent::missing"] are deprecated
Swoole\Timer::after(): Argument #2 ($callback) must be a valid callback, class Base does not have a method "missing"
Callables of the form ["Shop", "parent::job"] are deprecated
job
[exit code 0, same as without the extension]
- Base::job:2 returned, unset
