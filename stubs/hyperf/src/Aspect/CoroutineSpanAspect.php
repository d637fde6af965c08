<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\Aspect;

use Closure;
use Hyperf\Contract\ConfigInterface;
use Hyperf\Di\Aop\AbstractAspect;
use Hyperf\Di\Aop\ProceedingJoinPoint;
use TracedCoroutine\Hyperf\CoroutineCode;
use TracedCoroutine\Hyperf\Task;
use TracedCoroutine\SpanOptions;

/** Without hyperf/tracer, which has a switch for coroutines' spans, there are those of `traced_coroutine.instrument=coroutine`. */
final class CoroutineSpanAspect extends AbstractAspect
{
    public array $classes = [
        'Hyperf\Coroutine\Coroutine::create',
    ];

    private readonly Closure $seen;

    public function __construct(ConfigInterface $config)
    {
        $options = new SpanOptions($config->get('traced_coroutine.span_name'));
        $this->seen = static fn (callable $callable, callable $code): callable => CoroutineCode::seen($callable, $code, $options);
    }

    public function process(ProceedingJoinPoint $proceedingJoinPoint)
    {
        $callable = $proceedingJoinPoint->arguments['keys']['callable'];
        $proceedingJoinPoint->arguments['keys']['callable'] = Task::traced($callable, $this->seen);

        return $proceedingJoinPoint->process();
    }
}
