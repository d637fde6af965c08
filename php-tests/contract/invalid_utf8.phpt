--TEST--
Names and messages that are not UTF-8 are exported with replacement characters
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program("<?php throw_it: function \xffodd() { throw new Exception(\"bad \xff\\0 byte\"); }\ntry { TracedCoroutine::create(\"\\xffodd\"); } catch (Exception) {}");
run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => scratch() . '/t.jsonl']);
echo json_encode(span_line(spans_of_file(scratch() . '/t.jsonl')[0])), "\n";
--EXPECT--
"\ufffdodd:1 exception, error, Exception, \"bad \ufffd\u0000 byte\""
