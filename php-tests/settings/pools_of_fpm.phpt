--TEST--
Each pool of PHP-FPM has the settings of its own env[] and php_admin_value[]: in what it does, in ini_get() and in phpinfo()
--DESCRIPTION--
FPM's master starts PHP's modules, and a worker gets its pool's configuration after that. Settings that are read at module
start are the master's.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
needs_fpm();
not_under_valgrind('FPM runs outside of it');
--FILE--
<?php
require __DIR__ . '/../support/fpm.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$script = program(<<<'PHP'
    <?php
    function works(): void {}
    TracedCoroutine::create('works');
    ob_start();
    (new ReflectionExtension('traced_coroutine'))->info();
    // In HTML here, with a tag around each cell.
    $info = preg_replace('/ *<\/td><td[^>]*>/', '|', ob_get_clean());
    preg_match('/traced_coroutine\.service_name *\|(.*?) *<\/td>/', $info, $match);
    echo ini_get('traced_coroutine.enabled'), ' ', ini_get('traced_coroutine.service_name'), ', ', $match[1], ', ', TracedCoroutine::stats()['started'], " started\n";
    PHP);
$fpm = Fpm::start(['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file], [
    'plain' => '',
    'shop' => 'env[OTEL_SERVICE_NAME] = shop',
    'admin' => 'php_admin_value[traced_coroutine.service_name] = admin',
    'attribute' => 'env[OTEL_RESOURCE_ATTRIBUTES] = "service.name=from-attribute,zone=a"',
    'off' => 'php_admin_flag[traced_coroutine.enabled] = off',
]);
foreach (['plain', 'shop', 'admin', 'attribute', 'off', 'shop'] as $pool) {
    echo "$pool: ", $fpm->get($script, $pool);
}
$fpm->stop();
$counts = array_map('count', services_of_file($file));
ksort($counts);
echo json_encode($counts), "\n", $fpm->said;
--EXPECT--
plain: 1 unknown_service:php, unknown_service:php|default, 1 started
shop: 1 unknown_service:php, shop|OTEL_SERVICE_NAME, 1 started
admin: 1 admin, admin|php_admin_value, 1 started
attribute: 1 unknown_service:php, from-attribute|service.name in OTEL_RESOURCE_ATTRIBUTES, 1 started
off: 0 unknown_service:php, unknown_service:php|default, 0 started
shop: 1 unknown_service:php, shop|OTEL_SERVICE_NAME, 2 started
{"admin":1,"from-attribute":1,"shop":2,"unknown_service:php":1}
