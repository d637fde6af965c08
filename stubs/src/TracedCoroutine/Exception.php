<?php

namespace TracedCoroutine;

/**
 * What the extension throws where its own API is misused. Nothing that a collector does ever ends in an exception.
 *
 * ```php
 * try {
 *     // ...
 * } catch (TracedCoroutine\Exception $misuse) {
 * }
 * ```
 */
class Exception extends \RuntimeException
{
}
