<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\Aspect;

use Closure;
use Hyperf\Coroutine\Parallel;
use Hyperf\Di\Aop\AbstractAspect;
use Hyperf\Di\Aop\ProceedingJoinPoint;
use ReflectionReference;
use Throwable;
use TracedCoroutine\Hyperf\Task;

/**
 * TaskAspect for what parallel() runs, in one step for all of it: an aspect of add() would cost each task as much as its coroutine
 * does.
 */
final class ParallelAspect extends AbstractAspect
{
    public array $classes = [
        'Hyperf\Coroutine\Parallel::wait',
    ];

    public function process(ProceedingJoinPoint $proceedingJoinPoint)
    {
        $parallel = $proceedingJoinPoint->getInstance();
        $references = self::replace($parallel);
        try {
            return AspectFrames::hidden($proceedingJoinPoint);
        } finally {
            // What was added or taken away meanwhile stays so.
            self::restore($parallel, $references);
        }
    }

    /** @return array<array{mixed, mixed}> the entries that something else refers to, each with what was in it */
    private static function replace(Parallel $parallel): array
    {
        $references = [];
        $callbacks = self::callbacks($parallel);
        self::set($parallel, array_map(self::replacing(...), $callbacks));
        foreach ($callbacks as $key => $given) {
            if (ReflectionReference::fromArrayElement($callbacks, $key) !== null) {
                $references[$key] = [&$callbacks[$key], $given];
            }
        }

        return $references;
    }

    /** What cannot be called stays as it is: Hyperf calls it in the task's coroutine, and keeps what that throws. */
    private static function replacing(mixed $callable): mixed
    {
        try {
            return Task::replacing($callable, Parallel::class);
        } catch (Throwable) {
            return $callable;
        }
    }

    private static function restore(Parallel $parallel, array $references): void
    {
        $callbacks = self::callbacks($parallel);
        foreach ($callbacks as $key => $callback) {
            $given = Task::replaced($callback);
            if (isset($references[$key]) && $given === $references[$key][1]) {
                $callbacks[$key] = &$references[$key][0];
            } else {
                $callbacks[$key] = $given;
            }
        }
        self::set($parallel, $callbacks);
    }

    private static function callbacks(Parallel $parallel): array
    {
        return Closure::bind(static fn (): array => $parallel->callbacks, null, Parallel::class)();
    }

    private static function set(Parallel $parallel, array $callbacks): void
    {
        Closure::bind(static function () use ($parallel, $callbacks): void {
            $parallel->callbacks = $callbacks;
        }, null, Parallel::class)();
    }
}
