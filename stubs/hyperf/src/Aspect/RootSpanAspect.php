<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\Aspect;

use Hyperf\Contract\ConfigInterface;
use Hyperf\Di\Aop\AbstractAspect;
use Hyperf\Di\Aop\ProceedingJoinPoint;
use Hyperf\Tracer\TracerContext;
use TracedCoroutine\Hyperf\CoroutineRoot;
use TracedCoroutine\Hyperf\OpenTracing\NativeSpan;

/**
 * Where hyperf/tracer sets a coroutine's root span, it becomes current: spans by TracedCoroutine::trace(), coroutines, log
 * records and headers belong under it as well.
 */
final class RootSpanAspect extends AbstractAspect
{
    public array $classes = [
        TracerContext::class . '::setRoot',
    ];

    private readonly bool $tellsTraceId;

    public function __construct(ConfigInterface $config)
    {
        $this->tellsTraceId = (bool) $config->get('traced_coroutine.response_header', true);
    }

    public function process(ProceedingJoinPoint $proceedingJoinPoint)
    {
        $root = $proceedingJoinPoint->process();
        if ($root instanceof NativeSpan) {
            CoroutineRoot::activate($root);
            $context = $root->getContext()->native();
            $this->tellsTraceId && $context->isValid() && TracerContext::setTraceId($context->getTraceId());
        }

        return $root;
    }
}
