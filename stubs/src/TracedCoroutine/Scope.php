<?php

namespace TracedCoroutine;

/**
 * For how long something is current in a coroutine. It belongs to the coroutine that activated it, and ends with that
 * coroutine if nobody detaches it.
 */
final class Scope
{
    /** It was detached before, or its coroutine has ended: nothing happens. */
    public const DETACHED = PHP_INT_MIN;
    /** It is another coroutine's: nothing happens. */
    public const INACTIVE = 1 << 62;
    /** Others are inside of it: it is detached all the same, and they stand. */
    public const MISMATCH = 1 << 61;

    /**
     * Makes current again what was current before.
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
