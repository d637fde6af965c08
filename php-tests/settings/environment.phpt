--TEST--
Each environment variable: a good value wins over php.ini, an empty one counts as unset, a bad one is reported once and ignored
--DESCRIPTION--
OpenTelemetry's page of environment variables, variable by variable. A bad value was replaced by the default, also where
php.ini had a good one.
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

// Variable, setting, a good value, one of php.ini, a bad one (null: any text is good).
const VARIABLES = [
    ['OTEL_SDK_DISABLED', 'enabled', 'false', '0', '1'],
    ['OTEL_SERVICE_NAME', 'service_name', 'shop', 'ini', null],
    ['OTEL_RESOURCE_ATTRIBUTES', 'resource_attributes', 'zone=a%2Cb,team=x', 'zone=i', 'zone'],
    ['OTEL_LOG_LEVEL', 'log_level', 'ERROR', 'warn', 'loud'],
    ['OTEL_PROPAGATORS', 'propagators', 'b3multi,b3multi', 'b3', null],
    ['OTEL_TRACES_EXPORTER', 'exporter', 'none', 'memory', 'logging'],
    ['OTEL_TRACES_SAMPLER', 'sampler', 'traceidratio', 'always_on', 'jaeger_remote'],
    ['OTEL_TRACES_SAMPLER_ARG', 'sampler_arg', '0.25', '0.5', '25%'],
    ['OTEL_BSP_SCHEDULE_DELAY', 'schedule_delay', '0', '100', '-1'],
    ['OTEL_BSP_EXPORT_TIMEOUT', 'export_timeout', '0', '100', '1s'],
    ['OTEL_BSP_MAX_QUEUE_SIZE', 'queue_size', '10000000', '100', '0'],
    ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 'batch_size', '1', '10', '1.5'],
    ['OTEL_SPAN_EVENT_COUNT_LIMIT', 'limits.events', '0', '5', '-1'],
    ['OTEL_SPAN_LINK_COUNT_LIMIT', 'limits.links', '2147483647', '5', 'x'],
    ['OTEL_ATTRIBUTE_COUNT_LIMIT', 'limits.attributes', '0', '5', 'none'],
    ['OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'limits.value_length', '0', '5', '-1'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'otlp.protocol', 'grpc', 'http/json', 'udp'],
    ['OTEL_EXPORTER_OTLP_INSECURE', 'otlp.insecure', 'TRUE', '0', '1'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'otlp.endpoint', 'http://env:1', 'http://ini:1', 'env'],
    ['OTEL_EXPORTER_OTLP_CERTIFICATE', 'otlp.certificate', '/e/ca', '/i/ca', null],
    ['OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE', 'otlp.client_certificate', '/e/c', '/i/c', null],
    ['OTEL_EXPORTER_OTLP_CLIENT_KEY', 'otlp.client_key', '/e/k', '/i/k', null],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'otlp.headers', 'key=value', 'key=ini', 'key value'],
    ['OTEL_EXPORTER_OTLP_COMPRESSION', 'otlp.compression', 'gzip', 'none', 'zstd'],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', 'otlp.timeout', '0', '100', '10s'],
    ['OTEL_EXPORTER_ZIPKIN_ENDPOINT', 'zipkin.endpoint', 'http://env/z', 'http://ini/z', 'env'],
    ['OTEL_EXPORTER_ZIPKIN_TIMEOUT', 'zipkin.timeout', '0', '100', '-1'],
    ['OTEL_EXPORTER_JAEGER_AGENT_HOST', 'jaeger.agent_host', 'env', 'ini', null],
    ['OTEL_EXPORTER_JAEGER_AGENT_PORT', 'jaeger.agent_port', '1', '2', '65536'],
    ['OTEL_EXPORTER_JAEGER_ENDPOINT', 'jaeger.endpoint', 'http://env/j', 'http://ini/j', 'env'],
    ['OTEL_EXPORTER_JAEGER_USER', 'jaeger.user', 'env', 'ini', null],
    ['OTEL_EXPORTER_JAEGER_PASSWORD', 'jaeger.password', 'env', 'ini', null],
    ['OTEL_EXPORTER_JAEGER_TIMEOUT', 'jaeger.timeout', '0', '100', '-1'],
    ['OTEL_METRIC_EXPORT_INTERVAL', 'metrics_interval', '1', '100', '0'],
    // The special ones of two, in a round of their own.
    ['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'metrics_endpoint', 'http://env/m', 'http://ini/m', 'env'],
    ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'limits.attributes', '1', '5', '-1'],
    ['OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', 'limits.attributes_per_event', '0', '5', '1e3'],
    ['OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', 'limits.attributes_per_link', '1', '5', '+1'],
    ['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'limits.value_length', '1', '5', 'long'],
    ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'otlp.protocol', 'http/json', 'grpc', 'udp'],
    ['OTEL_EXPORTER_OTLP_TRACES_INSECURE', 'otlp.insecure', 'true', '0', 'yes'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'otlp.endpoint', 'http://traces/t', 'http://ini:1', 'ftp://traces'],
    ['OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE', 'otlp.certificate', '/t/ca', '/i/ca', null],
    ['OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE', 'otlp.client_certificate', '/t/c', '/i/c', null],
    ['OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY', 'otlp.client_key', '/t/k', '/i/k', null],
    ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'otlp.headers', 'key=traces', 'key=ini', 'key'],
    ['OTEL_EXPORTER_OTLP_TRACES_COMPRESSION', 'otlp.compression', 'gzip', 'none', 'zstd'],
    ['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', 'otlp.timeout', '5', '100', 'long'],
];
$general = array_slice(VARIABLES, 0, 34);
$special = array_slice(VARIABLES, 34);
$of_general = array_column($general, null, 1);
// One variable for three settings.
$of_general += array_fill_keys(['limits.attributes_per_event', 'limits.attributes_per_link'], $of_general['limits.attributes']);

/** What --ri shows of each setting, as "value from source", and the warnings. */
function info(array $environment, array $settings): array
{
    $ini = [];
    foreach ($settings as $name => $value) {
        $ini["traced_coroutine.$name"] = "\"$value\"";
    }
    $ran = run_php([...tier_arguments(), '-d', 'extension=' . our_library(), '--ri', 'traced_coroutine'], $ini + ['traced_coroutine.queue_memory' => '1G'], $environment);
    preg_match_all('/^traced_coroutine\.(\S+) => (?:(.*?) => | )(.*)$/m', $ran->stdout, $rows, PREG_SET_ORDER);
    $shown = [];
    foreach ($rows as [, $name, $value, $source]) {
        $shown[$name] = "$value from $source";
    }
    return [$shown, array_filter(explode("\n", $ran->stderr), static fn (string $line): bool => str_contains($line, 'traced_coroutine'))];
}

function check(string $what, array $rows, array $environment, array $settings, callable $expected, bool $warns = false): void
{
    [$shown, $warnings] = info($environment, $settings);
    $wrong = [];
    foreach ($rows as $row) {
        $secret = in_array($row[1], ['otlp.headers', 'jaeger.password'], true);
        $wanted = $expected($row);
        $wanted = $secret ? preg_replace('/^[^ ]+(?= from)/', '(not shown)', $wanted) : $wanted;
        $shown[$row[1]] === $wanted || $wrong[] = "!! $row[0]: {$shown[$row[1]]} instead of $wanted";
        $told = count(array_filter($warnings, static fn (string $line): bool => str_contains($line, "$row[0] (traced_coroutine.$row[1])")));
        $told === (int) ($warns && $row[4] !== null) || $wrong[] = "!! $row[0]: $told warnings";
    }
    $rest = $warns ? [] : $warnings;
    echo "$what: ", count($rows), " variables\n", implode("\n", [...$wrong, ...$rest, '']);
}

foreach (['general' => $general, 'special' => $special] as $group => $rows) {
    $ini = array_column($rows, 3, 1);
    $good = array_column($rows, 2, 0);
    $raw = static fn (array $row): string => $row[1] === 'enabled' ? '1' : $row[2];
    // Shown as it is used.
    $of_ini = static fn (array $row): string => $row[0] === 'OTEL_EXPORTER_OTLP_ENDPOINT' ? "$row[3]/v1/traces" : $row[3];
    check("$group, good", $rows, $good, [], static fn (array $row): string => "{$raw($row)} from $row[0]");
    check("$group, good and php.ini", $rows, $good, $ini, static fn (array $row): string => "{$raw($row)} from $row[0]");
    check("$group, empty", $rows, array_fill_keys(array_keys($good), ''), $ini, static fn (array $row): string => "{$of_ini($row)} from php.ini");
    $fallible = array_values(array_filter($rows, static fn (array $row): bool => $row[4] !== null));
    $bad = array_column($fallible, 4, 0);
    check("$group, bad and php.ini", $fallible, $bad, $ini, static fn (array $row): string => "{$of_ini($row)} from php.ini ($row[0] is not valid)", true);
    [$defaults] = info([], []);
    check("$group, bad", $fallible, $bad, [], static fn (array $row): string => "{$defaults[$row[1]]} ($row[0] is not valid)", true);
}
// The special one wins, and a bad special one leaves the general one; but the general endpoint, a gRPC server's here, takes no metrics.
$good = array_column($general, 2, 0);
$two = array_values(array_filter($special, static fn (array $row): bool => $row[4] !== null));
check('both good', $special, array_column($special, 2, 0) + $good, [], static fn (array $row): string => "$row[2] from $row[0]");
check('special bad, general good', $two, array_column($two, 4, 0) + $good, [], static fn (array $row): string => (isset($of_general[$row[1]]) ? "{$of_general[$row[1]][2]} from {$of_general[$row[1]][0]}" : $defaults[$row[1]]) . " ($row[0] is not valid)", true);
--EXPECT--
general, good: 34 variables
general, good and php.ini: 34 variables
general, empty: 34 variables
general, bad and php.ini: 26 variables
general, bad: 26 variables
special, good: 14 variables
special, good and php.ini: 14 variables
special, empty: 14 variables
special, bad and php.ini: 11 variables
special, bad: 11 variables
both good: 14 variables
special bad, general good: 11 variables
