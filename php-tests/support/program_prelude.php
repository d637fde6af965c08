<?php
/** Goes before each program of compare.inc, in both of its runs. */

if (extension_loaded('swoole')) {
    // Hooks of extensions that this PHP lacks would each log a line with a time in it.
    Swoole\Coroutine::set(['hook_flags' => 0]);
    return;
}

/** What a program without the extension would write: a fiber, started at once, with an id. */
final class BareFiber
{
    private static int $last = 0;

    public static function create(callable $func, mixed ...$param): int|false
    {
        $id = ++self::$last;
        (new Fiber($func))->start(...$param);
        return $id;
    }
}
