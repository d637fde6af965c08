<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf;

use Hyperf\Context\Context;
use Hyperf\Engine\Coroutine;
use Hyperf\Tracer\TracerContext;
use OpenTracing\Span;
use TracedCoroutine;
use TracedCoroutine\Hyperf\OpenTracing\NativeScopeManager;
use TracedCoroutine\Hyperf\OpenTracing\NativeSpan;
use TracedCoroutine\Scope;

/**
 * The span that hyperf/tracer calls the root of a coroutine: what its aspects, listeners and middleware start their spans
 * under. It is the span that is current in Rust as well, so that both see the same trees.
 */
final class CoroutineRoot
{
    private const SCOPE = 'traced_coroutine.root_scope';

    /** In a coroutine that has a span of its own this is the root; where nothing is traced it is $otherwise. */
    public static function adopt(?Span $otherwise, ?string $traceId): void
    {
        $span = $otherwise instanceof NativeSpan ? TracedCoroutine::currentSpan() : null;
        // Each coroutine comes by here: Context::set() would look for it twice.
        $context = Coroutine::getContextFor();
        $context[TracerContext::ROOT] = $span === null ? $otherwise : new NativeSpan($span, NativeSpan::COROUTINE, null);
        $context[TracerContext::TRACE_ID] = $traceId;
    }

    /** What is current in Rust becomes the root, without an activation: a request's span, which the extension has made. */
    public static function adoptCurrent(TracedCoroutine\Span $span, string $name, bool $tellsTraceId): void
    {
        $root = new NativeSpan($span, $name, null);
        $context = $root->getContext()->native();
        Context::set(TracerContext::ROOT, $root);
        $tellsTraceId && $context->isValid() && Context::set(TracerContext::TRACE_ID, $context->getTraceId());
    }

    /** Makes the root current in Rust, in the place of the root before it. */
    public static function activate(NativeSpan $root): void
    {
        $before = Context::get(self::SCOPE);
        $before instanceof Scope && $before->detach();
        Context::set(self::SCOPE, $root->activate());
    }

    /**
     * Coroutine::fork() has copied the context of the coroutine that it was called in, and with it that one's root span. The running
     * coroutine gets its own one.
     */
    public static function replaceCopied(): void
    {
        Context::destroy(self::SCOPE);
        Context::destroy(NativeScopeManager::ACTIVE);
        self::adopt(TracerContext::getRoot(), TracerContext::getTraceId());
    }
}
