--TEST--
A bad value in a pool of PHP-FPM is reported in the web server's error log, never to a client
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

$fpm = Fpm::start(['traced_coroutine.exporter' => 'none', 'display_errors' => '1', 'log_errors' => '1'], 'php_admin_value[traced_coroutine.queue_size] = many');
$script = program('<?php function works(): void {} TracedCoroutine::create("works"); echo headers_sent() ? "!! headers are sent" : "runs", "\n";');
echo $fpm->get($script), $fpm->get($script);
$fpm->stop();
echo $fpm->said;
--EXPECT--
runs
runs
PHP message: PHP Warning:  traced_coroutine: traced_coroutine.queue_size: "many" is not valid, expected a whole number, 1 or more; using the default
