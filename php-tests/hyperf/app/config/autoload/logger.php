<?php

declare(strict_types=1);

use Monolog\Formatter\LineFormatter;
use Monolog\Handler\StreamHandler;
use TracedCoroutine\Hyperf\TraceProcessor;

return ['default' => [
    'handler' => ['class' => StreamHandler::class, 'constructor' => ['stream' => 'php://stdout']],
    'formatter' => ['class' => LineFormatter::class, 'constructor' => ['format' => "%message% %extra.trace_id% %extra.span_id%\n"]],
    'processors' => [['class' => TraceProcessor::class]],
]];
