<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\OpenTracing;

use Hyperf\Context\Context;
use Hyperf\Tracer\TracerContext;
use InvalidArgumentException;
use OpenTracing\Scope;
use OpenTracing\ScopeManager;
use OpenTracing\Span;
use TracedCoroutine;

/** Each coroutine has an active span of its own, as in the extension. */
final class NativeScopeManager implements ScopeManager
{
    public const ACTIVE = 'traced_coroutine.active_scope';

    public function activate(Span $span, bool $finishSpanOnClose = self::DEFAULT_FINISH_SPAN_ON_CLOSE): Scope
    {
        $span instanceof NativeSpan || throw new InvalidArgumentException(
            sprintf('The span must be of type %s, %s given', NativeSpan::class, $span::class),
        );
        $scope = new NativeScope($span, $span->activate(), $finishSpanOnClose, Context::get(self::ACTIVE));

        return Context::set(self::ACTIVE, $scope);
    }

    /** Includes spans that were not activated here: a coroutine's own, or one of TracedCoroutine::trace(). */
    public function getActive(): ?Scope
    {
        $current = TracedCoroutine::currentSpan();
        if ($current === null) {
            return null;
        }
        $spanId = $current->getContext()->getSpanId();
        $scope = Context::get(self::ACTIVE);
        if ($scope instanceof NativeScope && $scope->getSpan()->is($spanId)) {
            return $scope;
        }
        $root = TracerContext::getRoot();
        if ($root instanceof NativeSpan && $root->is($spanId)) {
            return new NativeScope($root);
        }

        return new NativeScope(new NativeSpan($current, NativeSpan::COROUTINE, null));
    }
}
