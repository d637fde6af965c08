--TEST--
A real collector reads from compact Thrift in UDP packets what Jaeger can carry of what was sent
--DESCRIPTION--
What the format cannot carry: carried_by_jaeger() of compare.inc.
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole();
needs_opentelemetry_collector();
--FILE--
<?php
require __DIR__ . '/compare.inc';

compare_with_sent('jaeger', fn ($collector) => ['traced_coroutine.jaeger.agent_host' => '127.0.0.1', 'traced_coroutine.jaeger.agent_port' => (string) $collector->port('jaeger_agent')], carried_by_jaeger(...));
--EXPECT--
delivered
7 spans sent, 7 received, of shop, test
the same spans
