--TEST--
A coroutine that throws keeps its trace, and so do a non-zero exit and a fatal error
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

foreach (['returns' => 'return;', 'throws' => 'throw new DomainException("no");', 'is fatal' => 'trigger_error("no", E_USER_ERROR);', 'exits 0' => 'exit(0);', 'exits 3' => 'exit(3);'] as $what => $code) {
    $file = scratch() . "/$what.jsonl";
    $program = program("<?php\nTracedCoroutine::create(function () {\n    TracedCoroutine::create(function () { TracedCoroutine::startSpan('query')->end(); });\n    $code\n});\n");
    run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'traced_coroutine.sampler' => 'always_off', 'traced_coroutine.keep_errors' => '1', 'display_errors' => '0']);
    echo "$what: ", count(spans_of_file($file)), " spans\n";
}
--EXPECT--
returns: 0 spans
throws: 3 spans
is fatal: 3 spans
exits 0: 0 spans
exits 3: 3 spans
