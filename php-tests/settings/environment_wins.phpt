--TEST--
The environment wins over php.ini, and an empty variable counts as unset
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program('<?php TracedCoroutine::create(function () {});');
foreach (['from the environment' => 'env', 'from php.ini' => ''] as $expected => $variable) {
    $file = scratch() . '/' . md5($expected);
    run_traced($program, ['traced_coroutine.exporter' => 'none', 'traced_coroutine.service_name' => 'ini', 'traced_coroutine.file.path' => $file], ['OTEL_SERVICE_NAME' => $variable, 'OTEL_TRACES_EXPORTER' => 'file']);
    $resource = attributes_of_json(json_decode(file($file)[0], true)['resourceSpans'][0]['resource']['attributes']);
    echo "$expected: ", $resource['service.name'], "\n";
}
--EXPECT--
from the environment: env
from php.ini: ini
