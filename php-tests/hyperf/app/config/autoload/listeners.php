<?php

declare(strict_types=1);

return getenv('APP_LISTENER') ? [Hyperf\Tracer\Listener\RequestTraceListener::class] : [];
