<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\Aspect;

use Closure;
use Hyperf\Contract\ConfigInterface;
use Hyperf\Coroutine\Coroutine;
use Hyperf\Di\Aop\AbstractAspect;
use Hyperf\Di\Aop\ProceedingJoinPoint;
use Hyperf\Tracer\SpanTagManager;
use Hyperf\Tracer\SwitchManager;
use Hyperf\Tracer\TracerContext;
use Swoole\ExitException;
use Throwable;
use TracedCoroutine;
use TracedCoroutine\Hyperf\CoroutineCode;
use TracedCoroutine\Hyperf\CoroutineRoot;
use TracedCoroutine\Hyperf\Task;
use TracedCoroutine\SpanOptions;

/**
 * Takes the place of hyperf/tracer's CoroutineAspect: the same switches and tags, and a span that the extension closes,
 * whatever ends the coroutine.
 *
 * It wraps the callable itself, because Coroutine::create() catches what the callable throws.
 */
final class TracedCoroutineAspect extends AbstractAspect
{
    public array $classes = [
        'Hyperf\Coroutine\Coroutine::create',
    ];

    private readonly SpanOptions $options;

    /** The tag of the coroutine's id, where it is called something else than what the extension calls it. */
    private readonly ?string $idTag;

    public function __construct(private readonly SwitchManager $switches, private readonly SpanTagManager $tags, ConfigInterface $config)
    {
        // The name that hyperf/tracer has given to all of them. Null, for what runs, is no value to get() and has().
        ['span_name' => $name] = $config->get('traced_coroutine', []) + ['span_name' => 'coroutine'];
        $this->options = new SpanOptions($name);
        $idTag = $tags->has('coroutine', 'id') ? $tags->get('coroutine', 'id') : 'coroutine.id';
        $this->idTag = $idTag === 'coroutine.id' ? null : $idTag;
    }

    public function process(ProceedingJoinPoint $proceedingJoinPoint)
    {
        $callable = $proceedingJoinPoint->arguments['keys']['callable'];
        $proceedingJoinPoint->arguments['keys']['callable'] = Task::traced($callable, $this->switches->isEnable('coroutine')
            ? $this->traced(...)
            : fn (callable $callable, callable $code): callable => CoroutineCode::seen($callable, $code, $this->options));

        return $proceedingJoinPoint->process();
    }

    private function traced(callable $callable, callable $code): Closure
    {
        $unseen = null;
        $root = TracerContext::getRoot();
        $traceId = TracerContext::getTraceId();
        $traced = TracedCoroutine::wrap(function () use ($callable, $root, $traceId, &$unseen): mixed {
            CoroutineRoot::adopt($root, $traceId);
            $this->idTag === null || TracedCoroutine::currentSpan()?->setAttribute($this->idTag, Coroutine::id());
            try {
                return $callable();
            } catch (Throwable $exception) {
                if ($this->isSeen($exception)) {
                    // exit() is no failure of anything.
                    $exception instanceof ExitException || $this->tag($exception);
                    throw $exception;
                }
                $unseen = $exception;
                return null;
            }
        }, $this->options, $code);

        // What the settings say to ignore passes by the span, and on to Hyperf.
        return static function () use ($traced, &$unseen): mixed {
            $result = $traced();
            return $unseen === null ? $result : throw $unseen;
        };
    }

    private function isSeen(Throwable $exception): bool
    {
        return $this->switches->isEnable('exception') && !$this->switches->isIgnoreException($exception);
    }

    private function tag(Throwable $exception): void
    {
        $span = TracedCoroutine::currentSpan();
        $said = [
            'class' => $exception::class,
            'code' => (string) $exception->getCode(),
            'message' => $exception->getMessage(),
            'stack_trace' => (string) $exception,
        ];
        foreach ($said as $name => $value) {
            $this->tags->has('exception', $name) && $span?->setAttribute($this->tags->get('exception', $name), $value);
        }
    }
}
