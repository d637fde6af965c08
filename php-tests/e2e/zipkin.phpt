--TEST--
A real collector reads from Zipkin JSON what Zipkin can carry of what was sent
--DESCRIPTION--
What the format cannot carry: carried_by_zipkin() of compare.inc.
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole();
needs_opentelemetry_collector();
--FILE--
<?php
require __DIR__ . '/compare.inc';

compare_with_sent('zipkin', fn ($collector) => ['traced_coroutine.zipkin.endpoint' => $collector->base('zipkin') . '/api/v2/spans'], carried_by_zipkin(...));
--EXPECT--
delivered
7 spans sent, 7 received, of shop, test
the same spans
