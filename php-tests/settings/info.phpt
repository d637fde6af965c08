--TEST--
php --ri shows version, runtime, end hook and each setting with its value and where it came from
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$environment = ['OTEL_BSP_MAX_QUEUE_SIZE' => '99', 'OTEL_SERVICE_NAME' => '', 'OTEL_PROPAGATORS' => 'b3', 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT' => '6', 'OTEL_ATTRIBUTE_COUNT_LIMIT' => '7', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT' => '9'];
$ran = run_php([...tier_arguments(), ...traced_arguments(), '--ri', 'traced_coroutine'], ['traced_coroutine.batch_size' => '7', 'traced_coroutine.queue_size' => '5'], $environment);
$lines = explode("\n", $ran->stdout);
foreach (['version' => '/^version => \d+\.\d+\.\d+/i', 'runtime' => extension_loaded('swoole') ? '/Swoole ' . preg_quote(phpversion('swoole')) . '/' : '/Fibers/',
    'clock' => '/^clock => the (processor|system).s /m', 'end hook' => match (tier()) { 'swoole-defer' => '/end hook.*defer/i', 'swoole-stop' => '/end hook.*stop/i', default => '/./' }] as $what => $pattern) {
    echo "$what: ", preg_grep($pattern, $lines) ? 'shown' : "!! not shown in $ran->stdout", "\n";
}
foreach ([
    'queue_size' => ['99', 'OTEL_BSP_MAX_QUEUE_SIZE'],
    'batch_size' => ['7', 'php.ini'],
    'service_name' => ['unknown_service:php', 'default'],
    'otlp.endpoint' => ['http://localhost:4318', 'default'],
    'exporter' => ['otlp', 'default'],
    'enabled' => ['', 'default'], 'resource_attributes' => ['', 'default'], 'otlp.headers' => ['', 'default'], 'otlp.timeout' => ['10000', 'default'],
    'file.path' => ['traces.jsonl', 'default'], 'schedule_delay' => ['5000', 'default'], 'export_timeout' => ['30000', 'default'],
    'otlp.protocol' => ['http/protobuf', 'default'], 'otlp.insecure' => ['', 'default'], 'otlp.compression' => ['none', 'default'], 'otlp.certificate' => ['', 'default'],
    'otlp.client_certificate' => ['', 'default'], 'otlp.client_key' => ['', 'default'], 'jaeger.agent_host' => ['localhost', 'default'], 'jaeger.agent_port' => ['6831', 'default'],
    'jaeger.endpoint' => ['', 'default'], 'jaeger.user' => ['', 'default'], 'jaeger.password' => ['', 'default'], 'jaeger.timeout' => ['10000', 'default'],
    'zipkin.endpoint' => ['http://localhost:9411/api/v2/spans', 'default'], 'zipkin.timeout' => ['10000', 'default'], 'file.max_size' => ['0', 'default'], 'file.max_files' => ['5', 'default'],
    'sampler' => ['parentbased_always_on', 'default'],
    'sampler_arg' => ['1.0', 'default'],
    'keep_errors' => ['', 'default'],
    'keep_slower_than' => ['', 'default'],
    'keep_buffer' => ['10000', 'default'],
    'propagators' => ['b3', 'OTEL_PROPAGATORS'],
    'limits.attributes' => ['6', 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT'],
    'limits.events' => ['128', 'default'],
    'limits.links' => ['128', 'default'],
    'limits.attributes_per_event' => ['7', 'OTEL_ATTRIBUTE_COUNT_LIMIT'],
    'limits.attributes_per_link' => ['7', 'OTEL_ATTRIBUTE_COUNT_LIMIT'],
    'limits.value_length' => ['9', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'],
    'metrics' => ['', 'default'], 'metrics_interval' => ['60000', 'default'], 'metrics_endpoint' => ['', 'default'],
    'log_level' => ['info', 'default'],
    'shutdown_timeout' => ['5', 'default'], 'span_name' => ['', 'default'], 'end_hook' => ['', ''],
] as $setting => [$value, $source]) {
    $found = array_filter($lines, fn (string $line) => str_contains($line, "traced_coroutine.$setting ") && str_contains($line, $value) && str_contains($line, $source));
    echo "$setting: ", $found ? 'shown' : "!! not shown in $ran->stdout", "\n";
}
--EXPECT--
version: shown
runtime: shown
clock: shown
end hook: shown
queue_size: shown
batch_size: shown
service_name: shown
otlp.endpoint: shown
exporter: shown
enabled: shown
resource_attributes: shown
otlp.headers: shown
otlp.timeout: shown
file.path: shown
schedule_delay: shown
export_timeout: shown
otlp.protocol: shown
otlp.insecure: shown
otlp.compression: shown
otlp.certificate: shown
otlp.client_certificate: shown
otlp.client_key: shown
jaeger.agent_host: shown
jaeger.agent_port: shown
jaeger.endpoint: shown
jaeger.user: shown
jaeger.password: shown
jaeger.timeout: shown
zipkin.endpoint: shown
zipkin.timeout: shown
file.max_size: shown
file.max_files: shown
sampler: shown
sampler_arg: shown
keep_errors: shown
keep_slower_than: shown
keep_buffer: shown
propagators: shown
limits.attributes: shown
limits.events: shown
limits.links: shown
limits.attributes_per_event: shown
limits.attributes_per_link: shown
limits.value_length: shown
metrics: shown
metrics_interval: shown
metrics_endpoint: shown
log_level: shown
shutdown_timeout: shown
span_name: shown
end_hook: shown
