--TEST--
W3C's traceparent: what must be rejected is null, without an error, and the next span is a root
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
$good = '00-' . TRACE . '-' . SPAN . '-01';
$cases = [
    'empty' => '', 'a word' => 'garbage', 'dashes' => '---', 'one part less' => '00-' . TRACE . '-' . SPAN,
    'version ff' => 'ff-' . TRACE . '-' . SPAN . '-01',
    'version 00 with more' => "$good-more", 'version 00 with a dash' => "$good-", 'version 00 with a dot' => "$good.",
    'a later version with more, without a dash' => 'cc-' . TRACE . '-' . SPAN . '-01.what',
    'a later version too short' => 'cc-' . TRACE . '-' . SPAN . '-0',
    'version of one digit' => '0-' . TRACE . '-' . SPAN . '-01', 'version of three digits' => '000-' . TRACE . '-' . SPAN . '-01',
    'version not hex' => '.0-' . TRACE . '-' . SPAN . '-01', 'version in capitals' => 'CC-' . TRACE . '-' . SPAN . '-01',
    'trace id of zeros' => '00-' . str_repeat('0', 32) . '-' . SPAN . '-01',
    'trace id too short' => '00-' . substr(TRACE, 1) . '-' . SPAN . '-01', 'trace id too long' => '00-0' . TRACE . '-' . SPAN . '-01',
    'trace id in capitals' => '00-' . strtoupper(TRACE) . '-' . SPAN . '-01', 'trace id not hex' => '00-' . str_replace('a', 'g', TRACE) . '-' . SPAN . '-01',
    'trace id with a sign' => '00-+' . substr(TRACE, 1) . '-' . SPAN . '-01',
    'span id of zeros' => '00-' . TRACE . '-' . str_repeat('0', 16) . '-01',
    'span id too short' => '00-' . TRACE . '-' . substr(SPAN, 1) . '-01', 'span id too long' => '00-' . TRACE . '-0' . SPAN . '-01',
    'span id in capitals' => '00-' . TRACE . '-' . strtoupper(SPAN) . '-01', 'span id not hex' => '00-' . TRACE . '-z' . substr(SPAN, 1) . '-01',
    'flags of one digit' => '00-' . TRACE . '-' . SPAN . '-1', 'flags of three digits' => '00-' . TRACE . '-' . SPAN . '-001',
    'flags not hex' => '00-' . TRACE . '-' . SPAN . '-.0', 'flags in capitals' => '00-' . TRACE . '-' . SPAN . '-0A',
    'a quoted one' => "\"$good\"", 'two in one' => "$good,$good", 'a line break' => "$good\r\n", 'a null byte' => "$good\0",
    'inner white space' => str_replace('-01', '- 01', $good), 'not UTF-8' => "\xff$good", 'a wide digit' => str_replace('00-', "\u{ff10}0-", $good),
];
foreach ($cases as $what => $header) {
    $context = TracedCoroutine::extract(['traceparent' => $header, 'tracestate' => 'a=1']);
    $context === null || print("!! $what: " . $context->toTraceparent() . "\n");
    TracedCoroutine::startSpan('root', new TracedCoroutine\SpanOptions(parent: $context))->end();
}
echo count($cases), " cases\n", count(array_filter(exported_spans(), fn (array $span) => $span['parent_span_id'] === null)), " roots\n";
--EXPECT--
36 cases
36 roots
