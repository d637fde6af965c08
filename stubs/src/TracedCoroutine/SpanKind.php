<?php

namespace TracedCoroutine;

/**
 * The span's role between services. The numbers are those of OpenTelemetry's PHP API: SpanKind::from() takes its
 * OpenTelemetry\API\Trace\SpanKind::KIND_* constants.
 *
 * ```php
 * $options = new TracedCoroutine\SpanOptions(kind: TracedCoroutine\SpanKind::Client);
 * ```
 */
enum SpanKind: int
{
    /** Work inside the program: the default. */
    case Internal = 0;
    /** Makes a request. */
    case Client = 1;
    /** Answers a request. */
    case Server = 2;
    /** Sends a message. */
    case Producer = 3;
    /** Handles a message. */
    case Consumer = 4;
}
