<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\Aspect;

use Hyperf\Contract\ConfigInterface;
use Hyperf\Di\Aop\AbstractAspect;
use Hyperf\Di\Aop\ProceedingJoinPoint;
use TracedCoroutine\Hyperf\CoroutineCode;
use TracedCoroutine\SpanOptions;

/** Without hyperf/tracer, which has a switch for coroutines' spans, there are those of `traced_coroutine.instrument=coroutine`. */
final class CoroutineSpanAspect extends AbstractAspect
{
    public array $classes = [
        'Hyperf\Coroutine\Coroutine::create',
    ];

    private readonly SpanOptions $options;

    public function __construct(ConfigInterface $config)
    {
        $this->options = new SpanOptions($config->get('traced_coroutine.span_name'));
    }

    public function process(ProceedingJoinPoint $proceedingJoinPoint)
    {
        $callable = $proceedingJoinPoint->arguments['keys']['callable'];
        $proceedingJoinPoint->arguments['keys']['callable'] = CoroutineCode::seen($callable, $this->options);

        return $proceedingJoinPoint->process();
    }
}
