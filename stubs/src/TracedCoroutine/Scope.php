<?php

namespace TracedCoroutine;

/**
 * For how long something is current in a coroutine. It belongs to the coroutine that activated it, and ends with that
 * coroutine if nobody detaches it.
 */
final class Scope
{
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
     * @return bool true if it was the innermost scope of the running coroutine; false if others are inside of it (it is
     *     detached all the same), if it is another coroutine's, or if it was detached before (then nothing happens)
     */
    public function detach(): bool {}
}
