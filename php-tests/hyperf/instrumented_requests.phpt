--TEST--
With instrument=all a request is one trace named after its route, whatever of hyperf/tracer is there, and the answers stay the same
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

const CALLER = 'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** What clients get, but for what no two answers have in common, and hyperf/tracer's own header. */
function answers(HyperfServer $server): array
{
    $answers = [];
    foreach (['GET /orders/7', 'PROPFIND /orders/7', 'POST /orders/7', 'GET /mails', 'GET /fails', 'GET /nowhere'] as $asked) {
        [$method, $path] = explode(' ', $asked);
        [$status, $headers, $body] = $server->get($path, [CALLER], $method);
        unset($headers['date'], $headers['trace-id']);
        $answers[$asked] = [$status, $headers, $body];
    }

    return $answers;
}

$untraced = answers(new HyperfServer(['default' => 'noop'], ['APP_WITHOUT_US' => '1', 'APP_WITHOUT_MIDDLEWARE' => '1'], false));
foreach ($untraced as $asked => [$status, , $body]) {
    echo "$asked: $status ", trim($body), "\n";
}
foreach ([
    "hyperf/tracer's middleware" => [[], []],
    "hyperf/tracer's listener" => [[], ['APP_LISTENER' => '1']],
    'hyperf/tracer with neither' => [[], ['APP_WITHOUT_MIDDLEWARE' => '1']],
    'hyperf/tracer with another driver' => [['default' => 'zipkin'], []],
    'no hyperf/tracer' => [[], ['APP_WITHOUT_MIDDLEWARE' => '1', 'APP_WITHOUT_TRACER' => '1']],
] as $case => [$opentracing, $environment]) {
    echo "\n$case: ";
    $server = new HyperfServer($opentracing, $environment + ['TRACED_COROUTINE_INSTRUMENT' => 'all']);
    echo ($answers = answers($server)) === $untraced ? "the same answers\n" : '!! other answers: ' . json_encode($answers) . "\n";
    $spans = $server->spans();
    echo hyperf_tree($spans, ['b7ad6b7169203331' => 'the caller']);
    $routes[json_encode(array_column(array_column($spans, 'attributes', 'name'), 'http.route'), JSON_UNESCAPED_SLASHES)] = $case;
}
echo "\nhttp.route: ", implode(' or ', array_keys($routes)), "\n";
--EXPECT--
GET /orders/7: 200 {"order":7}
PROPFIND /orders/7: 200 {"order":7}
POST /orders/7: 405 Allow: GET, PROPFIND
GET /mails: 200 [6,5]
GET /fails: 500 no such order
GET /nowhere: 404 Not Found

hyperf/tracer's middleware: the same answers
- 'GET /orders/{id:\d+}' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - [request: GET /orders/7] server unset
- 'HTTP /orders/{id:\d+}' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - [request: PROPFIND /orders/7] server unset
- 'POST' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - [request: POST /orders/7] server error
- 'GET /mails' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - [request: GET /mails] server unset
    - App\Controller\ShopController::{closure}:47 exception, error, DomainException, "the mail server is away"
        ! exception DomainException: the mail server is away
    - App\Controller\ShopController::{closure}:51 returned, unset
      - [count stock] server unset
    - App\Controller\ShopController::{closure}:51 returned, unset
      - [count stock] server unset
- 'GET /fails' Hyperf\HttpServer\Server::onRequest server returned, error, 500, child of the caller
  - [request: GET /fails] server error
- 'GET' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - [request: GET /nowhere] server error

hyperf/tracer's listener: the same answers
- 'GET /orders/{id:\d+}' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - [request: GET /orders/7] server unset
- 'HTTP /orders/{id:\d+}' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - [request: PROPFIND /orders/7] server unset
- 'POST' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - [request: POST /orders/7] server error
- 'GET /mails' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - [request: GET /mails] server unset
    - App\Controller\ShopController::{closure}:47 exception, error, DomainException, "the mail server is away"
        ! exception DomainException: the mail server is away
    - App\Controller\ShopController::{closure}:51 returned, unset
      - [count stock] server unset
    - App\Controller\ShopController::{closure}:51 returned, unset
      - [count stock] server unset
- 'GET /fails' Hyperf\HttpServer\Server::onRequest server returned, error, 500, child of the caller
  - [request: GET /fails] server error
- 'GET' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - [request: GET /nowhere] server error

hyperf/tracer with neither: the same answers
- 'GET /orders/{id:\d+}' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
- 'HTTP /orders/{id:\d+}' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
- 'POST' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
- 'GET /mails' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - App\Controller\ShopController::{closure}:47 exception, error, DomainException, "the mail server is away"
      ! exception DomainException: the mail server is away
  - App\Controller\ShopController::{closure}:51 returned, unset
    - [count stock] server unset
  - App\Controller\ShopController::{closure}:51 returned, unset
    - [count stock] server unset
- 'GET /fails' Hyperf\HttpServer\Server::onRequest server returned, error, 500, child of the caller
- 'GET' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller

hyperf/tracer with another driver: the same answers
- 'GET /orders/{id:\d+}' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
- 'HTTP /orders/{id:\d+}' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
- 'POST' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
- 'GET /mails' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - App\Controller\ShopController::{closure}:47 exception, error, DomainException, "the mail server is away"
      ! exception DomainException: the mail server is away
  - App\Controller\ShopController::{closure}:51 returned, unset
  - App\Controller\ShopController::{closure}:51 returned, unset
- 'GET /fails' Hyperf\HttpServer\Server::onRequest server returned, error, 500, child of the caller
- 'GET' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller

no hyperf/tracer: the same answers
- 'GET /orders/{id:\d+}' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
- 'HTTP /orders/{id:\d+}' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
- 'POST' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
- 'GET /mails' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller
  - App\Controller\ShopController::{closure}:47 exception, error, DomainException, "the mail server is away"
      ! exception DomainException: the mail server is away
  - App\Controller\ShopController::{closure}:51 returned, unset
  - App\Controller\ShopController::{closure}:51 returned, unset
- 'GET /fails' Hyperf\HttpServer\Server::onRequest server returned, error, 500, child of the caller
- 'GET' Hyperf\HttpServer\Server::onRequest server returned, unset, child of the caller

http.route: ["/orders/{id:\\d+}","/orders/{id:\\d+}","/mails","/fails"]
