--TEST--
The response has no header Trace-Id where traced_coroutine.response_header is off
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

$server = new HyperfServer(environment: ['APP_RESPONSE_HEADER' => 'off']);
var_dump(isset($server->get('/stock')[1]['trace-id']));
echo hyperf_tree($server->spans());
--EXPECT--
bool(false)
- [request: GET /stock] server unset
  - [count stock] server unset
