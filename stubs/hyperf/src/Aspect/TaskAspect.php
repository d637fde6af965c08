<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\Aspect;

use Hyperf\Di\Aop\AbstractAspect;
use Hyperf\Di\Aop\ProceedingJoinPoint;
use Hyperf\Tracer\TracerContext;
use TracedCoroutine\Hyperf\CoroutineRoot;
use TracedCoroutine\Hyperf\Task;

/** Tells the aspect of Coroutine::create() of the program's code where Hyperf has a closure of its own around it. */
final class TaskAspect extends AbstractAspect
{
    public array $classes = [
        'Hyperf\Coroutine\Concurrent::create',
        'Hyperf\Coroutine\Coroutine::fork',
        'Hyperf\Coroutine\WaitConcurrent::create',
        'Hyperf\Coroutine\Waiter::wait',
    ];

    private readonly bool $hasTracer;

    public function __construct()
    {
        $this->hasTracer = class_exists(TracerContext::class);
    }

    public function process(ProceedingJoinPoint $proceedingJoinPoint)
    {
        $argument = $proceedingJoinPoint->methodName === 'wait' ? 'closure' : 'callable';
        $proceedingJoinPoint->arguments['keys'][$argument] = Task::replacing(
            $proceedingJoinPoint->arguments['keys'][$argument],
            $proceedingJoinPoint->className,
            $this->hasTracer && $proceedingJoinPoint->methodName === 'fork' ? CoroutineRoot::replaceCopied(...) : null,
        );

        return AspectFrames::hidden($proceedingJoinPoint);
    }
}
