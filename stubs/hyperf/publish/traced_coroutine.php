<?php

declare(strict_types=1);

use function Hyperf\Support\env;

return [
    // Tells hyperf/tracer the trace id: TracerContext::getTraceId() has it, and hyperf/tracer's middleware and listener put
    // it into the response header Trace-Id.
    'response_header' => (bool) env('TRACED_COROUTINE_RESPONSE_HEADER', true),

    // What the spans of coroutines are called: hyperf/tracer's name for all of them, or null, for what each runs.
    'span_name' => env('TRACED_COROUTINE_SPAN_NAME', 'coroutine'),
];
