<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\Aspect;

use Hyperf\Di\Aop\AbstractAspect;
use Hyperf\Di\Aop\ProceedingJoinPoint;
use Hyperf\Tracer\TracerContext;
use TracedCoroutine\Hyperf\CoroutineRoot;

/**
 * Coroutine::fork() copies the parent's context into the coroutine, and with it the parent's root span. This puts the
 * coroutine's own one back.
 */
final class ForkAspect extends AbstractAspect
{
    public array $classes = [
        'Hyperf\Coroutine\Coroutine::fork',
    ];

    public function process(ProceedingJoinPoint $proceedingJoinPoint)
    {
        $callable = $proceedingJoinPoint->arguments['keys']['callable'];
        $proceedingJoinPoint->arguments['keys']['callable'] = static function () use ($callable): void {
            CoroutineRoot::forgetCopied();
            CoroutineRoot::adopt(TracerContext::getRoot(), TracerContext::getTraceId());
            $callable();
        };

        return $proceedingJoinPoint->process();
    }
}
