<?php

declare(strict_types=1);

return ['scan' => ['paths' => [BASE_PATH . '/src'], 'ignore_annotations' => ['mixin', ...(getenv('APP_WITHOUT_TRACER') ? [Hyperf\Tracer\Annotation\Trace::class] : [])]]];
