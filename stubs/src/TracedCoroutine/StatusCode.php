<?php

namespace TracedCoroutine;

/**
 * Whether what a span covers went well. Ok is final; Unset never takes anything back.
 *
 * ```php
 * $span->setStatus(TracedCoroutine\StatusCode::Error, 'the card was declined');
 * ```
 */
enum StatusCode: string
{
    /** Nobody has said anything: the default. */
    case Unset = 'Unset';
    /** It went well, whatever it looks like. */
    case Ok = 'Ok';
    /** It failed. */
    case Error = 'Error';
}
