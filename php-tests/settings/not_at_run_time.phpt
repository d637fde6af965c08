--TEST--
Settings are those of the process: ini_set() refuses to change one, and says so
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

foreach (['exporter', 'queue_size', 'end_hook', 'enabled'] as $setting) {
    $before = ini_get("traced_coroutine.$setting");
    var_dump(ini_set("traced_coroutine.$setting", '7'), ini_get("traced_coroutine.$setting") === $before);
}
ini_restore('traced_coroutine.exporter');
set_error_handler(fn (int $level, string $message) => throw new LogicException($message));
try {
    ini_set('traced_coroutine.service_name', 'other');
} catch (LogicException $exception) {
    echo $exception->getMessage(), "\n";
}
--EXPECTF--
Warning: traced_coroutine.exporter cannot be changed at run time: settings are those of the whole process, from php.ini, the environment or a pool's php_admin_value in %s on line %d
bool(false)
bool(true)

Warning: traced_coroutine.queue_size cannot be changed at run time: settings are those of the whole process, from php.ini, the environment or a pool's php_admin_value in %s on line %d
bool(false)
bool(true)

Warning: traced_coroutine.end_hook cannot be changed at run time: settings are those of the whole process, from php.ini, the environment or a pool's php_admin_value in %s on line %d
bool(false)
bool(true)

Warning: traced_coroutine.enabled cannot be changed at run time: settings are those of the whole process, from php.ini, the environment or a pool's php_admin_value in %s on line %d
bool(false)
bool(true)
traced_coroutine.service_name cannot be changed at run time: settings are those of the whole process, from php.ini, the environment or a pool's php_admin_value
