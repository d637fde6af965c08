--TEST--
On Hyperf's CoroutineServer hyperf/tracer's request span is a child too, of the coroutine that Hyperf starts for the request
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

$environment = ['APP_COROUTINE_SERVER' => '1', 'TRACED_COROUTINE_INSTRUMENT' => 'server,coroutine'];
$server = new HyperfServer([], $environment);
echo $server->get('/mails', ['traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'])[2], "\n";
// The end of such a server is that of its process: nothing is exported then.
echo $server->get('/flush')[2], "\n";
echo hyperf_tree($server->spans(), ['b7ad6b7169203331' => 'the caller']);
--EXPECT--
[6,5]
flushed
- [GET] server unset, child of the caller
  - Hyperf\Server\CoroutineServer::{closure} returned, unset
    - [request: GET /mails] server unset
      - App\Controller\ShopController::{closure}:47 exception, error, DomainException, "the mail server is away"
          ! exception DomainException: the mail server is away
      - App\Controller\ShopController::{closure}:51 returned, unset
        - [count stock] server unset
      - App\Controller\ShopController::{closure}:51 returned, unset
        - [count stock] server unset
