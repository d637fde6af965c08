<?php

declare(strict_types=1);

return ['http' => getenv('APP_LISTENER') || getenv('APP_WITHOUT_MIDDLEWARE') ? [] : [Hyperf\Tracer\Middleware\TraceMiddleware::class]];
