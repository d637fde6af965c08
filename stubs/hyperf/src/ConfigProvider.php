<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf;

use Hyperf\Tracer\Aspect\CoroutineAspect;
use Hyperf\Tracer\ConfigProvider as TracerConfigProvider;
use TracedCoroutine\Hyperf\Aspect\CoroutineSpanAspect;
use TracedCoroutine\Hyperf\Aspect\ParallelAspect;
use TracedCoroutine\Hyperf\Aspect\RequestSpanAspect;
use TracedCoroutine\Hyperf\Aspect\RootSpanAspect;
use TracedCoroutine\Hyperf\Aspect\RouteAspect;
use TracedCoroutine\Hyperf\Aspect\TaskAspect;
use TracedCoroutine\Hyperf\Aspect\TracedCoroutineAspect;

final class ConfigProvider
{
    public function __invoke(): array
    {
        // No class of hyperf/tracer that has an aspect may be loaded here: its proxy is not made yet.
        $hasTracer = class_exists(TracerConfigProvider::class);

        return [
            // Replaces hyperf/tracer's aspect wherever it is registered, so that no coroutine is traced twice.
            'dependencies' => $hasTracer ? [CoroutineAspect::class => TracedCoroutineAspect::class] : [],
            'aspects' => [
                RouteAspect::class,
                ParallelAspect::class,
                TaskAspect::class,
                ...($hasTracer ? [RequestSpanAspect::class, RootSpanAspect::class] : [CoroutineSpanAspect::class]),
            ],
            'publish' => [
                [
                    'id' => 'config',
                    'description' => 'The config for traced-coroutine/hyperf.',
                    'source' => __DIR__ . '/../publish/traced_coroutine.php',
                    'destination' => BASE_PATH . '/config/autoload/traced_coroutine.php',
                ],
            ],
        ];
    }
}
