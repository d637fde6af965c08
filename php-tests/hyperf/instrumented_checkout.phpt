--TEST--
With instrument=server,coroutine one trace goes through coroutines and Guzzle to the server itself, and nothing is in it twice
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

foreach ([
    "hyperf/tracer's middleware" => [],
    "without its middleware" => ['APP_WITHOUT_MIDDLEWARE' => '1'],
] as $case => $environment) {
    echo "$case\n";
    $server = new HyperfServer([], $environment + ['TRACED_COROUTINE_INSTRUMENT' => 'server,coroutine']);
    [$status, $headers, $body] = $server->get('/checkout', ['traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']);
    echo "$status $body ", $headers['trace-id'] ?? 'no Trace-Id', "\n";
    // What the caller does not sample is not traced by either.
    $server->get('/checkout', ['traceparent: 00-0af7651916cd43dd8448eb211c80319d-b7ad6b7169203331-00']);
    echo hyperf_tree($server->spans(), ['b7ad6b7169203331' => 'the caller']);
}
--EXPECT--
hyperf/tracer's middleware
200 {"shirts":6,"shoes":5} 0af7651916cd43dd8448eb211c80319c
- 'GET /checkout' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - [request: GET /checkout] server unset
    - App\Controller\ShopController::{closure}:23 exception, error, DomainException, "the mail server is away"
        ! exception DomainException: the mail server is away
    - App\Controller\ShopController::{closure}:28 returned, unset
      - [count stock] server unset
    - App\Controller\ShopController::{closure}:29 returned, unset
      - [HTTP Request [GET] /stock] client unset
        - 'GET /stock' Hyperf\HttpServer\Server::onRequest server returned, unset
          - [request: GET /stock] server unset
            - [count stock] server unset
without its middleware
200 {"shirts":6,"shoes":5} no Trace-Id
- 'GET /checkout' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - App\Controller\ShopController::{closure}:23 exception, error, DomainException, "the mail server is away"
      ! exception DomainException: the mail server is away
  - App\Controller\ShopController::{closure}:28 returned, unset
    - [count stock] server unset
  - App\Controller\ShopController::{closure}:29 returned, unset
    - [HTTP Request [GET] /stock] client unset
      - 'GET /stock' Hyperf\HttpServer\Server::onRequest server returned, unset
        - [count stock] server unset
