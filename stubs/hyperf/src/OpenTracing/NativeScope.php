<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\OpenTracing;

use Hyperf\Context\Context;
use OpenTracing\Scope;
use TracedCoroutine;

/** How long a span is active in its coroutine. Without a scope of the extension, the code that activated the span closes it. */
final class NativeScope implements Scope
{
    public function __construct(
        private readonly NativeSpan $span,
        private ?TracedCoroutine\Scope $scope = null,
        private readonly bool $finishSpanOnClose = false,
        private readonly ?self $outer = null,
    ) {
    }

    public function getSpan(): NativeSpan
    {
        return $this->span;
    }

    public function close(): void
    {
        if ($this->scope === null) {
            return;
        }
        $this->scope->detach();
        $this->scope = null;
        if (Context::get(NativeScopeManager::ACTIVE) === $this) {
            Context::set(NativeScopeManager::ACTIVE, $this->outer);
        }
        $this->finishSpanOnClose && $this->span->finish();
    }
}
