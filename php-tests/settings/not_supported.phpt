--TEST--
A batch larger than the queue, and an unsupported variable that would override all others, each log one warning
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

foreach ([
    ['OTEL_BSP_MAX_QUEUE_SIZE' => '100'],
    ['OTEL_BSP_MAX_QUEUE_SIZE' => '100', 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE' => '101'],
    ['OTEL_EXPERIMENTAL_CONFIG_FILE' => '/etc/otel.yaml'],
    ['OTEL_CONFIG_FILE' => '/etc/otel.yaml'],
    ['OTEL_CONFIG_FILE' => ''],
] as $environment) {
    $ran = run_php([...tier_arguments(), ...traced_arguments(), '--ri', 'traced_coroutine'], [], $environment);
    preg_match('/^traced_coroutine\.batch_size => .*$/m', $ran->stdout, $match);
    echo $match[0], "\n", $ran->stderr;
}
--EXPECT--
traced_coroutine.batch_size => 100 => default
traced_coroutine.batch_size => 100 => OTEL_BSP_MAX_EXPORT_BATCH_SIZE
PHP Warning:  traced_coroutine: traced_coroutine.batch_size: "101" is more than the queue holds; using its "100"
traced_coroutine.batch_size => 512 => default
PHP Warning:  traced_coroutine: OTEL_EXPERIMENTAL_CONFIG_FILE is not supported: the other variables and php.ini are read
traced_coroutine.batch_size => 512 => default
PHP Warning:  traced_coroutine: OTEL_CONFIG_FILE is not supported: the other variables and php.ini are read
traced_coroutine.batch_size => 512 => default
