<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\Aspect;

use Hyperf\Contract\ConfigInterface;
use Hyperf\Coroutine\Coroutine;
use Hyperf\Di\Aop\AbstractAspect;
use Hyperf\Di\Aop\ProceedingJoinPoint;
use Hyperf\HttpMessage\Server\Request;
use Hyperf\HttpServer\CoreMiddleware;
use Hyperf\HttpServer\Router\Dispatched;
use Hyperf\RpcServer\CoreMiddleware as RpcMiddleware;
use Hyperf\Server\CoroutineServer;
use Hyperf\Tracer\TracerContext;
use OpenTracing\Tracer;
use Psr\Container\ContainerInterface;
use Psr\Http\Message\ServerRequestInterface;
use TracedCoroutine;
use TracedCoroutine\Hyperf\CoroutineRoot;
use TracedCoroutine\Hyperf\OpenTracing\NativeTracer;
use TracedCoroutine\Span;
use TypeError;

/**
 * With `traced_coroutine.instrument=server` the extension has made a span of the request. It gets the route that Hyperf's
 * router has matched, and is the root that hyperf/tracer puts its spans under.
 *
 * The router is asked before the first middleware runs, so that no backtrace of the program's shows this.
 */
final class RouteAspect extends AbstractAspect
{
    public array $classes = [
        CoreMiddleware::class . '::dispatch',
    ];

    /** Those that OpenTelemetry knows. In the names of spans all others are HTTP. */
    private const METHODS = ['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE'];

    private readonly bool $tellsTraceId;

    /** Whether Hyperf starts a coroutine for each request, in that of its connection. */
    private readonly bool $startsCoroutines;

    /** Whether hyperf/tracer's spans are the extension's; null before the first request. Some drivers make a tracer for each question. */
    private ?bool $isNative = null;

    public function __construct(private readonly ContainerInterface $container, ConfigInterface $config)
    {
        $this->tellsTraceId = (bool) $config->get('traced_coroutine.response_header', true);
        $this->startsCoroutines = is_a($config->get('server.type', ''), CoroutineServer::class, true);
    }

    public function process(ProceedingJoinPoint $proceedingJoinPoint)
    {
        $request = $proceedingJoinPoint->process();
        $span = Coroutine::inCoroutine() ? TracedCoroutine::currentSpan() : null;
        // Remote calls have a router of their own, and their caller's context in places that the extension does not know.
        if ($span !== null && !$proceedingJoinPoint->getInstance() instanceof RpcMiddleware) {
            $name = in_array($request->getMethod(), self::METHODS, true) ? $request->getMethod() : 'HTTP';
            $route = self::route($request);
            if ($route !== null && $requestSpan = $this->requestSpan($request, $span)) {
                $name .= " $route";
                $requestSpan->setAttribute('http.route', $route)->updateName($name);
            }
            $this->makeRoot($span, $name);
        }

        return $request;
    }

    /** Swoole starts a request's coroutine itself. One with a parent is Hyperf's or the program's, and so is its span. */
    private function requestSpan(ServerRequestInterface $request, Span $current): ?Span
    {
        if (Coroutine::parentId() === 0) {
            return $current;
        }

        return $this->startsCoroutines && self::isOfSwoole($request) ? TracedCoroutine::localRootSpan() : null;
    }

    /** Not one that the program has made, as to ask its own router. */
    private static function isOfSwoole(ServerRequestInterface $request): bool
    {
        try {
            return $request instanceof Request && $request->getSwooleRequest() !== null;
        } catch (TypeError) {
            // Hyperf returns what it does not have.
            return false;
        }
    }

    private static function route(ServerRequestInterface $request): ?string
    {
        $dispatched = $request->getAttribute(Dispatched::class);

        return $dispatched instanceof Dispatched ? $dispatched->handler?->route : null;
    }

    private function makeRoot(Span $span, string $name): void
    {
        $this->isNative ??= interface_exists(Tracer::class) && $this->container->has(Tracer::class)
            && TracerContext::getTracer() instanceof NativeTracer;
        if ($this->isNative && TracerContext::getRoot() === null) {
            CoroutineRoot::adoptCurrent($span, $name, $this->tellsTraceId);
        }
    }
}
