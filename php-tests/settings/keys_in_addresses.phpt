--TEST--
A key in an address is neither shown by --ri nor repeated where the address is refused
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program('<?php echo "runs\n";');
$refused = ['OTEL_EXPORTER_OTLP_ENDPOINT' => 'http://me:hunter2@host:4318', 'OTEL_EXPORTER_ZIPKIN_ENDPOINT' => 'me:hunter2@host'];
$accepted = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT' => 'http://host:4318/custom?key=hunter2', 'OTEL_EXPORTER_JAEGER_ENDPOINT' => 'http://jaeger/api/traces'];
foreach ([$refused, $accepted] as $environment) {
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'none'], $environment);
    $info = run_php([...tier_arguments(), ...traced_arguments(), '--ri', 'traced_coroutine'], [], $environment);
    $all = $ran->stdout . $ran->stderr . $info->stdout . $info->stderr;
    var_dump(str_contains($all, 'hunter2'), substr_count($ran->stdout . $ran->stderr, 'is not valid'));
    preg_match_all('/^traced_coroutine\.(?:otlp|jaeger)\.endpoint => .+$/m', $info->stdout, $shown);
    echo implode("\n", $shown[0]), "\n";
}
--EXPECT--
bool(false)
int(2)
traced_coroutine.otlp.endpoint => http://localhost:4318/v1/traces => default (OTEL_EXPORTER_OTLP_ENDPOINT is not valid)
traced_coroutine.jaeger.endpoint =>  default
bool(false)
int(0)
traced_coroutine.otlp.endpoint => http://host:4318/custom => OTEL_EXPORTER_OTLP_TRACES_ENDPOINT
traced_coroutine.jaeger.endpoint => http://jaeger/api/traces => OTEL_EXPORTER_JAEGER_ENDPOINT
