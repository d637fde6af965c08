--TEST--
php --ri shows version, runtime, end hook and each setting with its value and where it came from
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$environment = ['OTEL_BSP_MAX_QUEUE_SIZE' => '99', 'OTEL_SERVICE_NAME' => ''];
$ran = run_php([...tier_arguments(), ...traced_arguments(), '--ri', 'traced_coroutine'], ['traced_coroutine.batch_size' => '7', 'traced_coroutine.queue_size' => '5'], $environment);
$lines = explode("\n", $ran->stdout);
foreach (['version' => '/^version => \d+\.\d+\.\d+/i', 'runtime' => extension_loaded('swoole') ? '/Swoole ' . preg_quote(phpversion('swoole')) . '/' : '/Fibers/',
    'end hook' => match (getenv('TRACED_COROUTINE_TIER')) { 'swoole-defer' => '/end hook.*defer/i', 'swoole-stop' => '/end hook.*stop/i', default => '/./' }] as $what => $pattern) {
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
    'shutdown_timeout' => ['5', 'default'], 'span_name' => ['coroutine', 'default'], 'end_hook' => ['', ''],
] as $setting => [$value, $source]) {
    $found = array_filter($lines, fn (string $line) => str_contains($line, "traced_coroutine.$setting ") && str_contains($line, $value) && str_contains($line, $source));
    echo "$setting: ", $found ? 'shown' : "!! not shown in $ran->stdout", "\n";
}
--EXPECT--
version: shown
runtime: shown
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
shutdown_timeout: shown
span_name: shown
end_hook: shown
