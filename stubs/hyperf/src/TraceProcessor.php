<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf;

use Monolog\LogRecord;
use TracedCoroutine;

/**
 * A Monolog processor, for Monolog 2 and 3: extra.trace_id and extra.span_id say what span was current when a record was
 * written.
 *
 * ```php
 * // config/autoload/logger.php
 * 'default' => ['handler' => [...], 'processors' => [['class' => TracedCoroutine\Hyperf\TraceProcessor::class]]],
 * ```
 */
final class TraceProcessor
{
    public function __invoke(array|LogRecord $record): array|LogRecord
    {
        $context = TracedCoroutine::currentSpan()?->getContext();
        if ($context?->isValid()) {
            $extra = ['trace_id' => $context->getTraceId(), 'span_id' => $context->getSpanId()];
            if (is_array($record)) {
                $record['extra'] = $extra + $record['extra'];
            } else {
                $record->extra = $extra + $record->extra;
            }
        }

        return $record;
    }
}
