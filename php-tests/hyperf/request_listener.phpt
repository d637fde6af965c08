--TEST--
hyperf/tracer's listener does what its middleware does, by the events of the server
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

$server = new HyperfServer(environment: ['APP_LISTENER' => '1']);
[$status, $headers, $body] = $server->get('/checkout');
$spans = $server->spans();
echo "$status $body ", ($headers['trace-id'] ?? '') === span_named($spans, 'request: GET /checkout')['trace_id'] ? "and its trace id\n" : "!! no trace id\n";
echo hyperf_tree($spans);
--EXPECT--
200 {"shirts":6,"shoes":5} and its trace id
- [request: GET /checkout] server unset
  - App\Controller\ShopController::{closure}:23 exception, error, DomainException, "the mail server is away"
      ! exception DomainException: the mail server is away
  - App\Controller\ShopController::{closure}:28 returned, unset
    - [count stock] server unset
  - App\Controller\ShopController::{closure}:29 returned, unset
    - [HTTP Request [GET] /stock] client unset
      - [request: GET /stock] server unset
        - [count stock] server unset
