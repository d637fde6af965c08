<?php

namespace TracedCoroutine;

/**
 * The part that a span plays between services; the numbers are OTLP's.
 *
 * ```php
 * $options = new TracedCoroutine\SpanOptions(kind: TracedCoroutine\SpanKind::Client);
 * ```
 */
enum SpanKind: int
{
    /** Work inside the program: the default. */
    case Internal = 1;
    /** Answers a request. */
    case Server = 2;
    /** Makes a request. */
    case Client = 3;
    /** Sends a message. */
    case Producer = 4;
    /** Handles a message. */
    case Consumer = 5;
}
