<?php

namespace TracedCoroutine;

/**
 * How long a span or context stays current in a coroutine. A scope belongs to the coroutine that activated it, and ends with
 * that coroutine if it is not detached before.
 */
final class Scope
{
    /** The scope was detached before, or its coroutine has ended: detach() does nothing. */
    public const DETACHED = PHP_INT_MIN;
    /** The scope belongs to another coroutine: detach() does nothing. */
    public const INACTIVE = 1 << 62;
    /** The scope is not the innermost one: it is detached all the same, and the inner ones stay active. */
    public const MISMATCH = 1 << 61;

    /**
     * Restores the span or context that was current before.
     *
     * Scopes are detached in the reverse order of their activation, in their own coroutine. Misuse harms no other scope:
     * it is counted in stats()['scope_misuses'].
     *
     * ```php
     * $scope = $span->activate();
     * try {
     *     TracedCoroutine::create('child');   // a child of $span
     * } finally {
     *     $scope->detach();
     * }
     * ```
     *
     * @return int 0 if it was the innermost scope of the running coroutine, as it should be, and where tracing is off; else
     *     one of the constants. The meaning is that of OpenTelemetry\Context\ScopeInterface::detach(): anything but 0 is misuse.
     */
    public function detach(): int {}
}
