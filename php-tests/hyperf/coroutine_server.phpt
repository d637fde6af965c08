--TEST--
On Hyperf's CoroutineServer a request's span goes on until the response, knows its route, and is the parent of the coroutine that Hyperf starts for it
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

foreach (['hyperf/tracer' => [], 'no hyperf/tracer' => ['APP_WITHOUT_MIDDLEWARE' => '1', 'APP_WITHOUT_TRACER' => '1']] as $case => $environment) {
    $server = new HyperfServer([], $environment + ['APP_COROUTINE_SERVER' => '1', 'TRACED_COROUTINE_INSTRUMENT' => 'server,coroutine']);
    foreach (['/mails', '/orders/7', '/fails', '/nowhere'] as $path) {
        echo $server->get($path, ['traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'])[2], "\n";
    }
    // The end of such a server is that of its process: nothing is exported then.
    echo $server->get('/flush')[2], "\n\n$case\n";
    echo hyperf_tree($spans = $server->spans(), ['b7ad6b7169203331' => 'the caller']);
    foreach ($spans as $span) {
        if (isset($span['attributes']['url.path'])) {
            echo $span['attributes']['url.path'], ' ', $span['attributes']['http.response.status_code'], ' ', $span['attributes']['http.route'] ?? 'no route', "\n";
        }
    }
    echo "\n";
}
--EXPECT--
[6,5]
{"order":7}
no such order

Not Found

flushed

hyperf/tracer
- [GET /mails] server unset, child of the caller
  - Hyperf\Server\CoroutineServer::{closure} returned, unset
    - [request: GET /mails] server unset
      - App\Controller\ShopController::{closure}:47 exception, error, DomainException, "the mail server is away"
          ! exception DomainException: the mail server is away
      - App\Controller\ShopController::{closure}:51 returned, unset
        - [count stock] server unset
      - App\Controller\ShopController::{closure}:51 returned, unset
        - [count stock] server unset
- [GET /orders/{id:\d+}] server unset, child of the caller
  - Hyperf\Server\CoroutineServer::{closure} returned, unset
    - [request: GET /orders/7] server unset
- [GET /fails] server error, child of the caller
  - Hyperf\Server\CoroutineServer::{closure} returned, unset
    - [request: GET /fails] server error
- [GET] server unset, child of the caller
  - Hyperf\Server\CoroutineServer::{closure} returned, unset
    - [request: GET /nowhere] server error
/mails 200 /mails
/orders/7 200 /orders/{id:\d+}
/fails 500 /fails
/nowhere 404 no route

[6,5]
{"order":7}
no such order

Not Found

flushed

no hyperf/tracer
- [GET /mails] server unset, child of the caller
  - Hyperf\Server\CoroutineServer::{closure} returned, unset
    - App\Controller\ShopController::{closure}:47 exception, error, DomainException, "the mail server is away"
        ! exception DomainException: the mail server is away
    - App\Controller\ShopController::{closure}:51 returned, unset
    - App\Controller\ShopController::{closure}:51 returned, unset
- [GET /orders/{id:\d+}] server unset, child of the caller
  - Hyperf\Server\CoroutineServer::{closure} returned, unset
- [GET /fails] server error, child of the caller
  - Hyperf\Server\CoroutineServer::{closure} returned, unset
- [GET] server unset, child of the caller
  - Hyperf\Server\CoroutineServer::{closure} returned, unset
/mails 200 /mails
/orders/7 200 /orders/{id:\d+}
/fails 500 /fails
/nowhere 404 no route
