--TEST--
A bad header is reported without its value, and --ri shows no header values
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program('<?php echo "runs\n";');
foreach ([['OTEL_EXPORTER_OTLP_HEADERS' => "authorization hunter2"], ['OTEL_EXPORTER_OTLP_HEADERS' => 'authorization=hunter2'], ['OTEL_EXPORTER_JAEGER_PASSWORD' => 'hunter2', 'OTEL_EXPORTER_JAEGER_USER' => 'me']] as $environment) {
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'none'], $environment);
    $info = run_php([...tier_arguments(), ...traced_arguments(), '--ri', 'traced_coroutine'], [], $environment);
    $all = $ran->stdout . $ran->stderr . $info->stdout . $info->stderr;
    var_dump(str_contains($all, 'hunter2'), substr_count($ran->stdout . $ran->stderr, 'OTEL_EXPORTER_OTLP_HEADERS'), str_contains($info->stdout, 'otlp.headers'));
}
--EXPECT--
bool(false)
int(1)
bool(true)
bool(false)
int(0)
bool(true)
bool(false)
int(0)
bool(true)
