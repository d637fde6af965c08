<?php
/** What a test says in APP_OPENTRACING is laid over this. */

declare(strict_types=1);

use Hyperf\Tracer\Adapter\JaegerTracerFactory;
use Hyperf\Tracer\Adapter\NoOpTracerFactory;
use Hyperf\Tracer\Adapter\ZipkinTracerFactory;
use TracedCoroutine\Hyperf\OpenTracing\NativeTracerFactory;
use Zipkin\Reporters\Noop;

return array_replace_recursive([
    'default' => 'native',
    'enable' => ['coroutine' => true, 'exception' => true, 'guzzle' => true, 'ignore_exceptions' => []],
    'tracer' => [
        'native' => ['driver' => NativeTracerFactory::class],
        'jaeger' => ['driver' => JaegerTracerFactory::class, 'name' => 'shop', 'options' => ['sampler' => ['type' => 'const', 'param' => true], 'logging' => false]],
        'noop' => ['driver' => NoOpTracerFactory::class],
        'zipkin' => ['driver' => ZipkinTracerFactory::class, 'reporter' => 'noop', 'reporters' => ['noop' => ['class' => Noop::class]]],
    ],
    'tags' => [],
], json_decode(getenv('APP_OPENTRACING') ?: '{}', true, flags: JSON_THROW_ON_ERROR));
