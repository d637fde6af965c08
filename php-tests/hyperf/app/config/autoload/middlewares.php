<?php

declare(strict_types=1);

return ['http' => getenv('APP_LISTENER') ? [] : [Hyperf\Tracer\Middleware\TraceMiddleware::class]];
