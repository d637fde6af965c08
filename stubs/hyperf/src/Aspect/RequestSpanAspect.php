<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\Aspect;

use Hyperf\Di\Aop\AbstractAspect;
use Hyperf\Di\Aop\ProceedingJoinPoint;
use Hyperf\Tracer\Listener\RequestTraceListener;
use Hyperf\Tracer\Middleware\TraceMiddleware;
use Hyperf\Tracer\TracerContext;
use TracedCoroutine\Hyperf\OpenTracing\NativeSpan;

/**
 * hyperf/tracer's own span of a request is a child of the extension's, where there is one, and everything that the request
 * does is under it, as it is where there is none.
 */
final class RequestSpanAspect extends AbstractAspect
{
    public array $classes = [
        TraceMiddleware::class . '::buildSpan',
        RequestTraceListener::class . '::buildSpan',
    ];

    public function process(ProceedingJoinPoint $proceedingJoinPoint)
    {
        $span = $proceedingJoinPoint->process();
        if ($span instanceof NativeSpan && TracerContext::getRoot() !== $span) {
            TracerContext::setRoot($span);
        }

        return $span;
    }
}
