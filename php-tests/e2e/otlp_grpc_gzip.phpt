--TEST--
A real collector reads from OTLP over gRPC, compressed, what was sent
--DESCRIPTION--
The format carries everything.
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole();
needs_opentelemetry_collector();
--FILE--
<?php
require __DIR__ . '/compare.inc';

compare_with_sent('otlp', fn ($collector) => ['traced_coroutine.otlp.protocol' => 'grpc', 'traced_coroutine.otlp.compression' => 'gzip', 'traced_coroutine.otlp.endpoint' => $collector->base('otlp_grpc')]);
--EXPECT--
delivered
7 spans sent, 7 received, of shop, test
the same spans
