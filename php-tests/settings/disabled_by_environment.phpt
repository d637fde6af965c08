--TEST--
OTEL_SDK_DISABLED=true switches tracing off, false leaves it on
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program('<?php TracedCoroutine::create(function () { echo "runs, "; }); echo TracedCoroutine::stats()["started"], " started\n";');
foreach (['true', 'TRUE', 'false', ''] as $value) {
    echo json_encode($value), ': ', run_traced($program, ['traced_coroutine.exporter' => 'none'], ['OTEL_SDK_DISABLED' => $value])->stdout;
}
--EXPECT--
"true": runs, 0 started
"TRUE": runs, 0 started
"false": runs, 1 started
"": runs, 1 started
