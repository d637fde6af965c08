--TEST--
Names, keys and values that are not UTF-8 are exported in a legal form, and the batch with them
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    TracedCoroutine::startSpan('good')->end();
    TracedCoroutine::startSpan("name \xff")->setAttribute("key \xff", "value \xff")
        ->setAttributes(["in a map \xfe" => ["list \xff", "null \0"]])->addEvent("event \xff", ["of event \xff" => 1])
        ->setStatus(TracedCoroutine\StatusCode::Error, "status \xff")->end();
    var_dump(TracedCoroutine::flush());
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
foreach (spans_of_file($file) as $span) {
    echo json_encode([$span['name'], said_attributes($span), $span['events'][0]['name'] ?? '', $span['events'][0]['attributes'] ?? [], $span['status']['description']]), "\n";
}
--EXPECT--
bool(true)
exit code 0
["good",[],"",[],""]
["name \ufffd",{"key \ufffd":"value \ufffd","in a map \ufffd":["list \ufffd","null \u0000"]},"event \ufffd",{"of event \ufffd":1},"status \ufffd"]
