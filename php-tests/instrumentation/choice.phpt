--TEST--
instrument takes none, all and names, a - leaves one out, and OTEL_PHP_DISABLED_INSTRUMENTATIONS is honoured
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$choices = [
    ['', []],
    ['none', []],
    ['all', []],
    ['coroutine', []],
    [' Coroutine ,', []],
    ['all,-coroutine', []],
    ['-coroutine,all', []],
    ['all,none', []],
    ['coroutine,curll', []],
    ['curll', []],
    ['-curll', []],
    ['-server', []],
    ['all', ['OTEL_PHP_DISABLED_INSTRUMENTATIONS' => 'psr18,coroutine']],
    ['all', ['OTEL_PHP_DISABLED_INSTRUMENTATIONS' => 'all']],
    ['all', ['OTEL_PHP_DISABLED_INSTRUMENTATIONS' => 'psr18']],
    ['none', ['TRACED_COROUTINE_INSTRUMENT' => 'coroutine']],
    ['all', ['OTEL_SDK_DISABLED' => 'true']],
];
foreach ($choices as [$choice, $environment]) {
    $ran = run_php([...tier_arguments(), ...traced_arguments(), '--ri', 'traced_coroutine'], ['traced_coroutine.instrument' => $choice, 'error_log' => '/dev/stderr', 'log_errors' => '1'], $environment);
    preg_match('/^coroutine => (.*)$/m', $ran->stdout, $state);
    preg_match('/traced_coroutine: (.*)/', $ran->stderr . $ran->stdout, $warning);
    echo json_encode($choice), $environment === [] ? '' : ' ' . json_encode($environment), ': ', $state[1] ?? '-', isset($warning[1]) && str_contains($warning[1], 'not valid') ? "\n  " . preg_replace('/list of [a-z, ]+, each/', 'list of (names), each', $warning[1]) : '', "\n";
}
--EXPECT--
"": off
"none": off
"all": on
"coroutine": on
" Coroutine ,": on
"all,-coroutine": off
"-coroutine,all": off
"all,none": off
"coroutine,curll": on
  traced_coroutine.instrument: "coroutine,curll" is not valid, expected none, all, or a comma list of (names), each with a - in front to leave it out; using the rest of it
"curll": off
  traced_coroutine.instrument: "curll" is not valid, expected none, all, or a comma list of (names), each with a - in front to leave it out; using the default "none"
"-curll": off
  traced_coroutine.instrument: "-curll" is not valid, expected none, all, or a comma list of (names), each with a - in front to leave it out; using the default "none"
"-server": off
  traced_coroutine.instrument: "-server" is not valid, expected all or names beside what a - leaves out, as in all,-curl; using the default "none"
"all" {"OTEL_PHP_DISABLED_INSTRUMENTATIONS":"psr18,coroutine"}: off
"all" {"OTEL_PHP_DISABLED_INSTRUMENTATIONS":"all"}: off
"all" {"OTEL_PHP_DISABLED_INSTRUMENTATIONS":"psr18"}: on
"none" {"TRACED_COROUTINE_INSTRUMENT":"coroutine"}: on
"all" {"OTEL_SDK_DISABLED":"true"}: off
