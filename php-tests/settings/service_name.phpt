--TEST--
The service's name: the environment before php.ini, and in both the name of its own before the resource's attribute
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program('<?php function works(): void {} TracedCoroutine::create("works");');
$file = scratch() . '/t.jsonl';
foreach ([
    [[], []],
    [['OTEL_RESOURCE_ATTRIBUTES' => 'service.name=of%20attribute,zone=a'], []],
    [['OTEL_RESOURCE_ATTRIBUTES' => 'service.name=first,service.name=last'], []],
    [['OTEL_RESOURCE_ATTRIBUTES' => 'service.name='], []],
    [['OTEL_RESOURCE_ATTRIBUTES' => 'service.name=of attribute', 'OTEL_SERVICE_NAME' => 'own'], []],
    [['OTEL_RESOURCE_ATTRIBUTES' => 'service.name=of attribute', 'OTEL_SERVICE_NAME' => ''], []],
    [['OTEL_RESOURCE_ATTRIBUTES' => 'service.name=of attribute'], ['service_name' => 'ini']],
    [['OTEL_RESOURCE_ATTRIBUTES' => 'service.name=of attribute'], ['resource_attributes' => 'service.name=ini attribute']],
    [['OTEL_RESOURCE_ATTRIBUTES' => 'zone=a'], ['service_name' => 'ini']],
    [['OTEL_SERVICE_NAME' => 'own'], ['resource_attributes' => 'service.name=ini attribute']],
    [[], ['resource_attributes' => 'service.name=ini attribute']],
    [[], ['service_name' => 'ini', 'resource_attributes' => 'service.name=ini attribute']],
] as [$environment, $settings]) {
    @unlink($file);
    $ini = ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file];
    foreach ($settings as $name => $value) {
        $ini["traced_coroutine.$name"] = "\"$value\"";
    }
    $ran = run_traced($program, $ini, $environment);
    echo json_encode($environment + $settings, JSON_UNESCAPED_SLASHES), ': ', implode(' ', array_keys(services_of_file($file))), $ran->stdout, $ran->stderr, "\n";
}
--EXPECT--
[]: unknown_service:php
{"OTEL_RESOURCE_ATTRIBUTES":"service.name=of%20attribute,zone=a"}: of attribute
{"OTEL_RESOURCE_ATTRIBUTES":"service.name=first,service.name=last"}: last
{"OTEL_RESOURCE_ATTRIBUTES":"service.name="}: unknown_service:php
{"OTEL_RESOURCE_ATTRIBUTES":"service.name=of attribute","OTEL_SERVICE_NAME":"own"}: own
{"OTEL_RESOURCE_ATTRIBUTES":"service.name=of attribute","OTEL_SERVICE_NAME":""}: of attribute
{"OTEL_RESOURCE_ATTRIBUTES":"service.name=of attribute","service_name":"ini"}: of attribute
{"OTEL_RESOURCE_ATTRIBUTES":"service.name=of attribute","resource_attributes":"service.name=ini attribute"}: of attribute
{"OTEL_RESOURCE_ATTRIBUTES":"zone=a","service_name":"ini"}: ini
{"OTEL_SERVICE_NAME":"own","resource_attributes":"service.name=ini attribute"}: own
{"resource_attributes":"service.name=ini attribute"}: ini attribute
{"service_name":"ini","resource_attributes":"service.name=ini attribute"}: ini
