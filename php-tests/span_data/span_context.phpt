--TEST--
A span's context has W3C's ids and flags, is valid, local, sampled and of a random trace id, and outlives the span
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$span = TracedCoroutine::startSpan('span');
$context = $span->getContext();
$span->end();
[$exported] = exported_spans();
var_dump(
    $context->getTraceId() === $exported['trace_id'],
    $context->getSpanId() === $exported['span_id'],
    $context->toTraceparent() === "00-$exported[trace_id]-$exported[span_id]-03",
    $context->getTraceFlags(),
    $context->getTraceState(),
    $context->isValid(),
    $context->isRemote(),
    $context->isSampled(),
);
--EXPECT--
bool(true)
bool(true)
bool(true)
int(3)
string(0) ""
bool(true)
bool(false)
bool(true)
