--TEST--
Hyperf's own unit tests of hyperf/coroutine and hyperf/tracer pass with the package installed
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_hyperf();
stream_resolve_include_path('PHPUnit/Autoload.php') || skip('needs PHPUnit on the include path');
is_dir(dirname(getenv('TRACED_COROUTINE_HYPERF')) . '/hyperf/coroutine/tests') || skip("needs Hyperf's packages with their tests");
require getenv('TRACED_COROUTINE_HYPERF');
class_exists('Mockery') && class_exists('Jaeger\Config') && class_exists('Thrift\Transport\TTransport') || skip('needs Mockery, jonahgeorge/jaeger-client-php and Thrift beside Hyperf, for its own tests');
--FILE--
<?php
require __DIR__ . '/../support/hyperf.inc';

foreach ([['coroutine', 'inside'], ['coroutine', 'outside'], ['tracer', 'inside']] as [$package, $where]) {
    $app = hyperf_app();
    $ran = run_traced("$app/bin/phpunit.php", hyperf_settings($app), hyperf_environment([]), [], [$package, $where]);
    preg_match('/^OK.*|^Tests: .*/m', $ran->stdout, $summary);
    echo "$package, $where: ", preg_replace('/\d+/', 'N', $summary[0] ?? "$ran->stdout$ran->stderr"), ', ', $ran->how(), "\n";
}
--EXPECT--
coroutine, inside: OK (N tests, N assertions), exit code 0
coroutine, outside: OK (N tests, N assertions), exit code 0
tracer, inside: OK (N tests, N assertions), exit code 0
