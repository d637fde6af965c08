--TEST--
A request that brings other settings, by PHP_ADMIN_VALUE or .user.ini, gets those of its process, and the log says so once
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
$script = program('<?php function works(): void {} TracedCoroutine::create("works"); echo ini_get("traced_coroutine.service_name"), "\n";');
$fpm = Fpm::start(['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'log_errors' => '1', 'user_ini.cache_ttl' => '0']);
$get = static fn (array $sent = []): string => $fpm->get($script, 'www', $sent);
echo $get(['PHP_ADMIN_VALUE' => 'traced_coroutine.service_name=first']);
echo $get(['PHP_ADMIN_VALUE' => 'traced_coroutine.service_name=first']);
echo $get(['PHP_ADMIN_VALUE' => 'traced_coroutine.service_name=second']);
echo $get(), $get();
file_put_contents(scratch() . '/.user.ini', "traced_coroutine.exporter = none\ntraced_coroutine.enabled = 0\n");
echo $get(['DOCUMENT_ROOT' => scratch()]), $get(['DOCUMENT_ROOT' => scratch()]);
$fpm->stop();
echo json_encode(array_map('count', services_of_file($file))), preg_replace('/(; )?PHP message: /', "\n", $fpm->said), "\n";
--EXPECT--
first
first
first
first
first
first
first
{"first":7}
PHP Warning:  traced_coroutine: a request brings other values of traced_coroutine.service_name than the first one of its process, and gets that one's: give each pool its own
PHP Warning:  traced_coroutine: traced_coroutine.exporter is not read from .user.ini or .htaccess: settings are those of the whole process, from php.ini, the environment or a pool's php_admin_value
PHP Warning:  traced_coroutine: traced_coroutine.enabled is not read from .user.ini or .htaccess: settings are those of the whole process, from php.ini, the environment or a pool's php_admin_value
