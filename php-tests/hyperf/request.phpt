--TEST--
A request to a Hyperf server is one tree, through parallel(), a child that fails, and Guzzle to the server itself
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

$server = new HyperfServer();
[$status, $headers, $body] = $server->get('/checkout', ['traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']);
echo "$status $body ", $headers['trace-id'] ?? 'no Trace-Id', "\n";
$spans = $server->spans();
echo hyperf_tree($spans, ['b7ad6b7169203331' => 'the caller']);
$client = span_named($spans, 'HTTP Request [GET] /stock')['attributes'];
ksort($client);
echo json_encode($client, JSON_UNESCAPED_SLASHES), "\n";
--EXPECT--
200 {"shirts":6,"shoes":5} 0af7651916cd43dd8448eb211c80319c
- [request: GET /checkout] server unset, child of the caller
  - App\Controller\ShopController::{closure}:23 exception, error, DomainException, "the mail server is away"
      ! exception DomainException: the mail server is away
  - App\Controller\ShopController::{closure}:28 returned, unset
    - [count stock] server unset
  - App\Controller\ShopController::{closure}:29 returned, unset
    - [HTTP Request [GET] /stock] client unset
      - [request: GET /stock] server unset
        - [count stock] server unset
{"coroutine.id":5,"http.method":"GET","http.status_code":200,"http.url":"/stock","source":"GuzzleHttp\\Client::request"}
