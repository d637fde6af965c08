--TEST--
Each bad value is one warning that names the setting, the value and what is accepted; the default is used
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program('<?php TracedCoroutine::create(function () {}); echo "runs\n";');
$cases = [
    ['traced_coroutine.exporter', 'OTEL_TRACES_EXPORTER', 'pigeon,dove', 'otlp, jaeger, zipkin, file, console'],
    ['traced_coroutine.otlp.endpoint', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'not a url', 'http'],
    ['traced_coroutine.otlp.endpoint', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'ftp://collector', 'http'],
    ['traced_coroutine.otlp.endpoint', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http:/host', 'http://'],
    ['traced_coroutine.otlp.endpoint', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'http:host', 'http://'],
    ['traced_coroutine.otlp.timeout', 'OTEL_EXPORTER_OTLP_TIMEOUT', '-1', 'milliseconds'],
    ['traced_coroutine.otlp.protocol', 'OTEL_EXPORTER_OTLP_PROTOCOL', 'udp', 'http/json, grpc'],
    ['traced_coroutine.otlp.insecure', 'OTEL_EXPORTER_OTLP_INSECURE', 'perhaps', 'true'],
    ['traced_coroutine.otlp.compression', 'OTEL_EXPORTER_OTLP_TRACES_COMPRESSION', 'zstd', 'gzip or none'],
    ['traced_coroutine.jaeger.agent_host', 'OTEL_EXPORTER_JAEGER_AGENT_HOST', 'jaeger:6831', 'without scheme and port'],
    ['traced_coroutine.jaeger.agent_port', 'OTEL_EXPORTER_JAEGER_AGENT_PORT', '70000', '1 to 65535'],
    ['traced_coroutine.jaeger.endpoint', 'OTEL_EXPORTER_JAEGER_ENDPOINT', 'jaeger:14268', 'http'],
    ['traced_coroutine.jaeger.endpoint', 'OTEL_EXPORTER_JAEGER_ENDPOINT', 'http:/jaeger/api/traces', 'http://'],
    ['traced_coroutine.jaeger.timeout', 'OTEL_EXPORTER_JAEGER_TIMEOUT', 'soon', 'milliseconds'],
    ['traced_coroutine.zipkin.endpoint', 'OTEL_EXPORTER_ZIPKIN_ENDPOINT', 'not a url', 'http'],
    ['traced_coroutine.zipkin.endpoint', 'OTEL_EXPORTER_ZIPKIN_ENDPOINT', 'http://zipkin/a b', 'http://'],
    ['traced_coroutine.zipkin.timeout', 'OTEL_EXPORTER_ZIPKIN_TIMEOUT', '-1', 'milliseconds'],
    ['traced_coroutine.file.max_size', null, '10MB', 'bytes'],
    ['traced_coroutine.file.max_files', null, 'many', 'whole number'],
    ['traced_coroutine.queue_memory', null, '1K', '64K or more'],
    ['traced_coroutine.queue_size', 'OTEL_BSP_MAX_QUEUE_SIZE', '0', 'whole number'],
    ['traced_coroutine.batch_size', 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', '1e3', 'whole number'],
    ['traced_coroutine.schedule_delay', 'OTEL_BSP_SCHEDULE_DELAY', 'soon', 'milliseconds'],
    ['traced_coroutine.export_timeout', 'OTEL_BSP_EXPORT_TIMEOUT', '5s', 'milliseconds'],
    ['traced_coroutine.resource_attributes', 'OTEL_RESOURCE_ATTRIBUTES', 'no-equals-sign', 'key=value'],
    ['traced_coroutine.enabled', 'OTEL_SDK_DISABLED', 'perhaps', 'true'],
    ['traced_coroutine.span_name', null, 'job {func}', '{function}, {file} and {line}'],
    ['traced_coroutine.sampler', 'OTEL_TRACES_SAMPLER', 'sometimes', 'parentbased_always_on'],
    ['traced_coroutine.sampler_arg', 'OTEL_TRACES_SAMPLER_ARG', '1.5', '0 to 1'],
    ['traced_coroutine.keep_errors', null, 'perhaps', 'true'],
    ['traced_coroutine.keep_slower_than', null, '-1', 'seconds'],
    ['traced_coroutine.keep_buffer', null, '0', 'whole number'],
    ['traced_coroutine.propagators', 'OTEL_PROPAGATORS', 'pigeon,dove', 'tracecontext, baggage'],
    ['traced_coroutine.limits.attributes', 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'many', 'whole number'],
    ['traced_coroutine.limits.attributes', 'OTEL_ATTRIBUTE_COUNT_LIMIT', '-1', 'whole number'],
    ['traced_coroutine.limits.events', 'OTEL_SPAN_EVENT_COUNT_LIMIT', '1e3', 'whole number'],
    ['traced_coroutine.limits.links', 'OTEL_SPAN_LINK_COUNT_LIMIT', '4294967296', 'whole number'],
    ['traced_coroutine.limits.attributes_per_event', 'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', 'x', 'whole number'],
    ['traced_coroutine.limits.attributes_per_link', 'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', '1.5', 'whole number'],
    ['traced_coroutine.limits.value_length', 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'long', 'whole number'],
    ['traced_coroutine.limits.value_length', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', '-5', 'whole number'],
    ['traced_coroutine.metrics', null, 'perhaps', 'true'],
    ['traced_coroutine.metrics_interval', 'OTEL_METRIC_EXPORT_INTERVAL', '0', 'milliseconds'],
    ['traced_coroutine.metrics_endpoint', 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'not a url', 'http'],
    ['traced_coroutine.metrics_endpoint', 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'http:/host', 'http://'],
    ['traced_coroutine.log_level', 'OTEL_LOG_LEVEL', 'loud', 'none, error, warn, info or debug'],
    ['traced_coroutine.shutdown_timeout', null, 'soon', 'seconds'],
    ['traced_coroutine.shutdown_timeout', null, '-2', 'seconds'],
    ['traced_coroutine.end_hook', null, 'sometimes', 'auto, stop'],
];
$check = function (string $name, string $value, string $accepted, Ran $ran): void {
    $warnings = array_values(array_filter(explode("\n", $ran->stdout . $ran->stderr), fn (string $line) => str_contains($line, 'traced_coroutine')));
    $fine = count($warnings) === 1 && str_contains($warnings[0], 'Warning') && str_contains($warnings[0], $name)
        && str_contains($warnings[0], $value) && str_contains($warnings[0], $accepted) && str_contains($warnings[0], 'default')
        && str_contains($ran->stdout, "runs\n") && $ran->status === 0;
    echo "$name=$value ", $fine ? 'one clear warning' : "!! $ran->stdout$ran->stderr", "\n";
};
foreach ($cases as [$ini, $environment, $value, $accepted]) {
    // Values with commas and signs go through the environment or are quoted as in php.ini.
    $base = $ini === 'traced_coroutine.exporter' ? [] : ['traced_coroutine.exporter' => 'memory'];
    // Not with the tier's own arguments: they set the end hook.
    $check($ini, $value, $accepted, run_php([...tier_arguments(), '-d', 'extension=' . our_library(), $program], [$ini => "\"$value\""] + $base + ['auto_append_file' => dirname(__DIR__) . '/support/event_wait.php']));
    $environment === null || $check($environment, $value, $accepted, run_traced($program, $base, [$environment => $value]));
}
--EXPECT--
traced_coroutine.exporter=pigeon,dove one clear warning
OTEL_TRACES_EXPORTER=pigeon,dove one clear warning
traced_coroutine.otlp.endpoint=not a url one clear warning
OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=not a url one clear warning
traced_coroutine.otlp.endpoint=ftp://collector one clear warning
OTEL_EXPORTER_OTLP_ENDPOINT=ftp://collector one clear warning
traced_coroutine.otlp.endpoint=http:/host one clear warning
OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http:/host one clear warning
traced_coroutine.otlp.endpoint=http:host one clear warning
OTEL_EXPORTER_OTLP_ENDPOINT=http:host one clear warning
traced_coroutine.otlp.timeout=-1 one clear warning
OTEL_EXPORTER_OTLP_TIMEOUT=-1 one clear warning
traced_coroutine.otlp.protocol=udp one clear warning
OTEL_EXPORTER_OTLP_PROTOCOL=udp one clear warning
traced_coroutine.otlp.insecure=perhaps one clear warning
OTEL_EXPORTER_OTLP_INSECURE=perhaps one clear warning
traced_coroutine.otlp.compression=zstd one clear warning
OTEL_EXPORTER_OTLP_TRACES_COMPRESSION=zstd one clear warning
traced_coroutine.jaeger.agent_host=jaeger:6831 one clear warning
OTEL_EXPORTER_JAEGER_AGENT_HOST=jaeger:6831 one clear warning
traced_coroutine.jaeger.agent_port=70000 one clear warning
OTEL_EXPORTER_JAEGER_AGENT_PORT=70000 one clear warning
traced_coroutine.jaeger.endpoint=jaeger:14268 one clear warning
OTEL_EXPORTER_JAEGER_ENDPOINT=jaeger:14268 one clear warning
traced_coroutine.jaeger.endpoint=http:/jaeger/api/traces one clear warning
OTEL_EXPORTER_JAEGER_ENDPOINT=http:/jaeger/api/traces one clear warning
traced_coroutine.jaeger.timeout=soon one clear warning
OTEL_EXPORTER_JAEGER_TIMEOUT=soon one clear warning
traced_coroutine.zipkin.endpoint=not a url one clear warning
OTEL_EXPORTER_ZIPKIN_ENDPOINT=not a url one clear warning
traced_coroutine.zipkin.endpoint=http://zipkin/a b one clear warning
OTEL_EXPORTER_ZIPKIN_ENDPOINT=http://zipkin/a b one clear warning
traced_coroutine.zipkin.timeout=-1 one clear warning
OTEL_EXPORTER_ZIPKIN_TIMEOUT=-1 one clear warning
traced_coroutine.file.max_size=10MB one clear warning
traced_coroutine.file.max_files=many one clear warning
traced_coroutine.queue_memory=1K one clear warning
traced_coroutine.queue_size=0 one clear warning
OTEL_BSP_MAX_QUEUE_SIZE=0 one clear warning
traced_coroutine.batch_size=1e3 one clear warning
OTEL_BSP_MAX_EXPORT_BATCH_SIZE=1e3 one clear warning
traced_coroutine.schedule_delay=soon one clear warning
OTEL_BSP_SCHEDULE_DELAY=soon one clear warning
traced_coroutine.export_timeout=5s one clear warning
OTEL_BSP_EXPORT_TIMEOUT=5s one clear warning
traced_coroutine.resource_attributes=no-equals-sign one clear warning
OTEL_RESOURCE_ATTRIBUTES=no-equals-sign one clear warning
traced_coroutine.enabled=perhaps one clear warning
OTEL_SDK_DISABLED=perhaps one clear warning
traced_coroutine.span_name=job {func} one clear warning
traced_coroutine.sampler=sometimes one clear warning
OTEL_TRACES_SAMPLER=sometimes one clear warning
traced_coroutine.sampler_arg=1.5 one clear warning
OTEL_TRACES_SAMPLER_ARG=1.5 one clear warning
traced_coroutine.keep_errors=perhaps one clear warning
traced_coroutine.keep_slower_than=-1 one clear warning
traced_coroutine.keep_buffer=0 one clear warning
traced_coroutine.propagators=pigeon,dove one clear warning
OTEL_PROPAGATORS=pigeon,dove one clear warning
traced_coroutine.limits.attributes=many one clear warning
OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=many one clear warning
traced_coroutine.limits.attributes=-1 one clear warning
OTEL_ATTRIBUTE_COUNT_LIMIT=-1 one clear warning
traced_coroutine.limits.events=1e3 one clear warning
OTEL_SPAN_EVENT_COUNT_LIMIT=1e3 one clear warning
traced_coroutine.limits.links=4294967296 one clear warning
OTEL_SPAN_LINK_COUNT_LIMIT=4294967296 one clear warning
traced_coroutine.limits.attributes_per_event=x one clear warning
OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT=x one clear warning
traced_coroutine.limits.attributes_per_link=1.5 one clear warning
OTEL_LINK_ATTRIBUTE_COUNT_LIMIT=1.5 one clear warning
traced_coroutine.limits.value_length=long one clear warning
OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT=long one clear warning
traced_coroutine.limits.value_length=-5 one clear warning
OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT=-5 one clear warning
traced_coroutine.metrics=perhaps one clear warning
traced_coroutine.metrics_interval=0 one clear warning
OTEL_METRIC_EXPORT_INTERVAL=0 one clear warning
traced_coroutine.metrics_endpoint=not a url one clear warning
OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=not a url one clear warning
traced_coroutine.metrics_endpoint=http:/host one clear warning
OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http:/host one clear warning
traced_coroutine.log_level=loud one clear warning
OTEL_LOG_LEVEL=loud one clear warning
traced_coroutine.shutdown_timeout=soon one clear warning
traced_coroutine.shutdown_timeout=-2 one clear warning
traced_coroutine.end_hook=sometimes one clear warning
