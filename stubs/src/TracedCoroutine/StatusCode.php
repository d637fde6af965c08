<?php

namespace TracedCoroutine;

/**
 * The status of the operation that a span covers. Ok is final; Unset never clears another status.
 *
 * ```php
 * $span->setStatus(TracedCoroutine\StatusCode::Error, 'the card was declined');
 * ```
 */
enum StatusCode: string
{
    /** No status was set: the default. */
    case Unset = 'Unset';
    /** The operation succeeded, even if it looks like a failure. */
    case Ok = 'Ok';
    /** The operation failed. */
    case Error = 'Error';
}
