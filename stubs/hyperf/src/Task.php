<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf;

use Closure;
use ReflectionFunction;

/**
 * What the program gives to parallel(), wait(), Concurrent or fork(). Hyperf's Coroutine::create() gets a closure of Hyperf's around
 * it, which has no name of the program's and keeps its exceptions. So the span begins within that closure, around the task.
 */
final class Task
{
    /** Runs $callable in the coroutine's span. For one call, in the coroutine that has set it; else null. */
    private ?Closure $traced = null;

    /**
     * @param mixed $given what the program has given
     * @param Closure $code the same; what names the span
     * @param Closure $callable what runs
     */
    private function __construct(private readonly mixed $given, private readonly Closure $code, private readonly Closure $callable)
    {
    }

    /**
     * Goes to Hyperf in the place of what the program has given.
     *
     * @param class-string $caller Hyperf's class, which calls it: a method may be visible from there alone
     * @param Closure|null $before runs before it, in its span
     */
    public static function replacing(mixed $given, string $caller, ?Closure $before = null): Closure
    {
        $isClosure = $given instanceof Closure;
        if ($isClosure && self::of($given) !== null) {
            return $given;
        }
        $code = $isClosure ? $given : Closure::bind(static fn (): Closure => $given(...), null, $caller)();
        $callable = $before === null ? $code : static function () use ($before, $code): mixed {
            $before();
            return $code();
        };

        // WaitConcurrent has a closure around the task, and Concurrent another one around that.
        return (new self($given, self::within($code)?->code ?? $code, $callable))->run(...);
    }

    /** What the program has given. */
    public static function replaced(mixed $callable): mixed
    {
        $task = $callable instanceof Closure ? self::of($callable) : null;

        return $task === null ? $callable : $task->given;
    }

    /**
     * What Hyperf's Coroutine::create() runs in the place of $callable.
     *
     * @param Closure(callable, callable): callable $trace makes of a callable one that runs it in a span, which the other one names
     */
    public static function traced(callable $callable, Closure $trace): callable
    {
        $task = $callable instanceof Closure ? self::within($callable) : null;
        if ($task === null) {
            return $trace($callable, $callable);
        }
        $traced = $trace($task->callable, $task->code);

        return $traced === $task->callable ? $callable : static function () use ($callable, $task, $traced): void {
            // A task may run in several coroutines at a time. $callable calls it before any of them can run.
            $task->traced = $traced;
            $callable();
        };
    }

    public function run(): mixed
    {
        $run = $this->traced ?? $this->callable;
        $this->traced = null;

        return $run();
    }

    private static function of(Closure $closure): ?self
    {
        $object = (new ReflectionFunction($closure))->getClosureThis();

        return $object instanceof self ? $object : null;
    }

    /** The task that a closure of Hyperf's is around. */
    private static function within(Closure $closure): ?self
    {
        foreach ((new ReflectionFunction($closure))->getClosureUsedVariables() as $used) {
            $task = $used instanceof Closure ? self::of($used) : null;
            if ($task !== null) {
                return $task;
            }
        }

        return null;
    }
}
