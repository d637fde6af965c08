<?php

declare(strict_types=1);

use function Hyperf\Support\env;

return [
    // Passes the trace id to hyperf/tracer: TracerContext::getTraceId() returns it, and hyperf/tracer's middleware and listener
    // put it into the response header Trace-Id.
    'response_header' => (bool) env('TRACED_COROUTINE_RESPONSE_HEADER', true),

    // The name of coroutines' spans: hyperf/tracer's one name for all, or null to name each after its code.
    'span_name' => env('TRACED_COROUTINE_SPAN_NAME', class_exists(Hyperf\Tracer\ConfigProvider::class) ? 'coroutine' : null),
];
