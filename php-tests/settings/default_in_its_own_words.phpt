--TEST--
A bad value of an inverted variable is answered in the variable's own words
--DESCRIPTION--
OTEL_SDK_DISABLED=maybe was answered with: using the default "1", which reads as disabled.
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program('<?php TracedCoroutine::create(function () {}); TracedCoroutine::flush(); echo TracedCoroutine::stats()["exported"], "\n";');
foreach (['OTEL_SDK_DISABLED', 'OTEL_EXPORTER_OTLP_INSECURE'] as $variable) {
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'memory'], [$variable => 'maybe']);
    preg_match('/"maybe" is not valid.*"/', $ran->stdout . $ran->stderr, $said);
    echo "$variable: ", $said[0] ?? "!! $ran->stdout$ran->stderr", "\n", substr(trim($ran->stdout), -1), " exported\n";
}
--EXPECT--
OTEL_SDK_DISABLED: "maybe" is not valid, expected true or false; using the default "false"
1 exported
OTEL_EXPORTER_OTLP_INSECURE: "maybe" is not valid, expected true or false; using the default "false"
1 exported
