<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\Aspect;

use Closure;
use Hyperf\Coroutine\Parallel;
use Hyperf\Di\Aop\AbstractAspect;
use Hyperf\Di\Aop\ProceedingJoinPoint;
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
        self::replace($parallel, static fn (mixed $callable): Closure => Task::replacing($callable, Parallel::class));
        try {
            return AspectFrames::hidden($proceedingJoinPoint);
        } finally {
            // What was added or taken away meanwhile stays so.
            self::replace($parallel, Task::replaced(...));
        }
    }

    private static function replace(Parallel $parallel, Closure $by): void
    {
        Closure::bind(static function () use ($parallel, $by): void {
            $parallel->callbacks = array_map($by, $parallel->callbacks);
        }, null, Parallel::class)();
    }
}
