<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf;

use Hyperf\Tracer\Aspect\CoroutineAspect;
use TracedCoroutine\Hyperf\Aspect\ForkAspect;
use TracedCoroutine\Hyperf\Aspect\RootSpanAspect;
use TracedCoroutine\Hyperf\Aspect\TracedCoroutineAspect;

final class ConfigProvider
{
    public function __invoke(): array
    {
        return [
            'dependencies' => [
                // Replaces hyperf/tracer's aspect wherever it is registered, so that no coroutine is traced twice.
                CoroutineAspect::class => TracedCoroutineAspect::class,
            ],
            'aspects' => [
                ForkAspect::class,
                RootSpanAspect::class,
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
