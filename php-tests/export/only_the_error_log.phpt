--TEST--
The extension's messages go to PHP's error log and never into the program's output, as log_level allows
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program('<?php TracedCoroutine::create(function () {}); TracedCoroutine::flush(); echo "output\n";');
$log = scratch() . '/php.log';
foreach (['info', 'debug', 'error', 'none'] as $level) {
    @unlink($log);
    $settings = ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => '/no/such/directory/t', 'traced_coroutine.log_level' => $level, 'display_errors' => '1', 'log_errors' => '1'];
    $ran = run_traced($program, $settings + ['error_log' => $log]);
    echo "$level: ", json_encode($ran->stdout . $ran->stderr), ', ', substr_count((string) @file_get_contents($log), 'traced_coroutine: export to file'), " in the log\n";
}
// Without one, PHP's error log is STDERR.
$ran = run_traced($program, ['error_log' => '', 'traced_coroutine.log_level' => 'info'] + $settings);
echo json_encode($ran->stdout), ', ', substr_count($ran->stderr, 'traced_coroutine: export to file'), " on STDERR\n";
--EXPECT--
info: "output\n", 1 in the log
debug: "output\n", 2 in the log
error: "output\n", 1 in the log
none: "output\n", 0 in the log
"output\n", 1 on STDERR
