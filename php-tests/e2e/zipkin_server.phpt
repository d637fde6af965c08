--TEST--
A Zipkin server stores what Zipkin can carry of what was sent
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_zipkin_server();
--FILE--
<?php
require __DIR__ . '/compare.inc';
require __DIR__ . '/../support/zipkin.inc';

$zipkin = ZipkinServer::start();
$sent = spans_sent('zipkin', ['traced_coroutine.zipkin.endpoint' => $zipkin->base() . '/api/v2/spans']);
compare_with_sent(array_map(zipkin_in_its_server(...), $sent), $zipkin->received(array_column($sent, 'trace_id'), count($sent)));
--EXPECT--
delivered, 7 spans sent, 7 received, of shop, test: the same
