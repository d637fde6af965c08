--TEST--
A PHP that is newer than each that was tested is traced, and one warning says what it is
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_php_headers();
--FILE--
<?php
require __DIR__ . '/../support/c_extension.inc';

$library = extension_of_c('newer_php');
$program = program('<?php TracedCoroutine::trace("work", fn () => null); echo TracedCoroutine::stats()["started"], " started\n";');
foreach (['8.6.99', '8.7.0-dev', '9.0.0', 'none of ours'] as $version) {
    foreach (['1', '0'] as $enabled) {
        $settings = ['traced_coroutine.exporter' => 'none', 'traced_coroutine.enabled' => $enabled, 'log_errors' => '1'];
        $ran = run_traced($program, $settings, ['NEWER_PHP' => $version], ['-d', "extension=$library"]);
        echo "$version, enabled=$enabled: {$ran->how()}, $ran->stdout$ran->stderr";
    }
}
--EXPECT--
8.6.99, enabled=1: exit code 0, 1 started
8.6.99, enabled=0: exit code 0, 0 started
8.7.0-dev, enabled=1: exit code 0, 1 started
PHP Warning:  traced_coroutine: PHP 8.7.0-dev is newer than 8.6, the newest that this was tested with
8.7.0-dev, enabled=0: exit code 0, 0 started
9.0.0, enabled=1: exit code 0, 1 started
PHP Warning:  traced_coroutine: PHP 9.0.0 is newer than 8.6, the newest that this was tested with
9.0.0, enabled=0: exit code 0, 0 started
none of ours, enabled=1: exit code 0, 1 started
none of ours, enabled=0: exit code 0, 0 started
