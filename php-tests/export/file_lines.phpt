--TEST--
The file exporter appends one OTLP JSON request a line, as the OpenTelemetry Collector's does
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
file_put_contents($file, "{\"resourceSpans\":[]}\n");
$program = program('<?php TracedCoroutine::create(function () { TracedCoroutine::create(function () {}); }); TracedCoroutine::flush(); TracedCoroutine::create(function () { exit(0); });');
run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file], ['OTEL_SERVICE_NAME' => 'shop']);
$text = file_get_contents($file);
$lines = explode("\n", $text);
echo count($lines) - 1, ' lines, ', $lines[0], ', ends with a newline: ', json_encode(str_ends_with($text, "\n")), "\n";
$request = json_decode($lines[1], true);
$span = $request['resourceSpans'][0]['scopeSpans'][0]['spans'][0];
echo json_encode($request['resourceSpans'][0]['resource']['attributes'][0]), "\n";
echo get_debug_type($span['startTimeUnixNano']), ' ', strlen($span['traceId']), ' ', strlen($span['spanId']), ' ', json_encode($span['kind']), "\n";
foreach ($span['attributes'] as $attribute) {
    $attribute['key'] === 'coroutine.parent_id' && print(json_encode(array_keys($attribute['value'])) . "\n");
}
echo span_tree(spans_of_file($file));
--EXPECT--
3 lines, {"resourceSpans":[]}, ends with a newline: true
{"key":"service.name","value":{"stringValue":"shop"}}
string 32 16 1
["intValue"]
- {closure}:1 returned, unset
  - {closure}:1 returned, unset
- {closure}:1 exit, unset, exit status 0
