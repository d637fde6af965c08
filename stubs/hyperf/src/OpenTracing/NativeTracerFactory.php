<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\OpenTracing;

use Hyperf\Tracer\Contract\NamedFactoryInterface;
use OpenTracing\Tracer;

/**
 * The driver of hyperf/tracer whose spans live in the extension.
 *
 * ```php
 * // config/autoload/opentracing.php
 * 'default' => 'native',
 * 'tracer' => ['native' => ['driver' => TracedCoroutine\Hyperf\OpenTracing\NativeTracerFactory::class]],
 * ```
 */
final class NativeTracerFactory implements NamedFactoryInterface
{
    /** It has no state: what is current is the extension's, and each coroutine's own. */
    private ?NativeTracer $tracer = null;

    public function make(string $name): Tracer
    {
        return $this->tracer ??= new NativeTracer();
    }
}
