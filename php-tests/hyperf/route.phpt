--TEST--
The route names the span of the request alone: not where none has matched, not a coroutine of the program, no remote call
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_hyperf();
--FILE--
<?php
require __DIR__ . '/../support/hyperf.inc';

$spans = spans_in_hyperf(<<<'PHP'
    <?php
    namespace Hyperf\RpcServer {
        class CoreMiddleware extends \Hyperf\HttpServer\CoreMiddleware
        {
        }
    }

    namespace {
        use Hyperf\Context\ApplicationContext;
        use Hyperf\HttpMessage\Server\Request;
        use Hyperf\HttpMessage\Uri\Uri;
        use Hyperf\HttpServer\CoreMiddleware;
        use Hyperf\Tracer\TracerContext;

        $ask = function (string $name, string $path, string $class = CoreMiddleware::class, string $method = 'GET'): void {
            $router = new $class(ApplicationContext::getContainer(), 'http');
            $router->dispatch(new Request($method, new Uri($path)));
            echo "$name: root ", TracerContext::getRoot()?->getOperationName() ?? 'none', "\n";
        };
        $done = new Swoole\Coroutine\Channel();
        foreach ([
            ['found', '/orders/7'],
            ['of another method', '/orders/7', CoreMiddleware::class, 'PROPFIND'],
            ['not found', '/orders/seven'],
            ['method not allowed', '/orders/7', CoreMiddleware::class, 'POST'],
            ['of a remote call', '/orders/7', Hyperf\RpcServer\CoreMiddleware::class],
        ] as $asked) {
            // A timer's coroutine has no parent, as a request's.
            Swoole\Timer::after(1, function () use ($ask, $asked, $done): void {
                TracedCoroutine::trace($asked[0], fn () => $ask(...$asked));
                $done->push(true);
            });
            $done->pop();
        }
        Swoole\Coroutine::create(fn () => TracedCoroutine::trace('in a coroutine', fn () => $ask('in a coroutine', '/orders/7')));
        $ask('without a span', '/orders/7');
    }
    PHP);
foreach ($spans as ['name' => $name, 'attributes' => $attributes]) {
    echo $name, ': ', $attributes['http.route'] ?? 'no route', "\n";
}
--EXPECT--
found: root GET /orders/{id:\d+}
of another method: root HTTP /orders/{id:\d+}
not found: root GET
method not allowed: root POST
of a remote call: root none
in a coroutine: root GET
without a span: root none
GET /orders/{id:\d+}: /orders/{id:\d+}
HTTP /orders/{id:\d+}: /orders/{id:\d+}
not found: no route
method not allowed: no route
of a remote call: no route
in a coroutine: no route
