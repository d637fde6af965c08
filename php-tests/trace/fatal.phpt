--TEST--
A fatal error inside trace() leaves no span behind: all end with their coroutine, and what it has cut off has failed
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('malloc knows no memory limit');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$fatal = [
    'user error' => 'trigger_error("no way on", E_USER_ERROR);',
    'memory limit' => 'str_repeat("x", 1 << 30);',
    'undefined function' => 'no_such_function();',
];
foreach ($fatal as $what => $code) {
    $file = scratch() . "/$what.jsonl";
    $program = program(<<<PHP
        <?php
        register_shutdown_function(function () { echo "shutdown\n"; });
        TracedCoroutine::create(function () {
            \$span = TracedCoroutine::startSpan('left open');
            \$scope = \$span->activate();
            TracedCoroutine::trace('traced', function () { $code });
        });
        PHP);
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0']);
    echo "$what: $ran->stdout", preg_replace('/"Allowed.*"|Allowed memory.*/', 'memory', span_tree(spans_of_file($file)));
}
--EXPECT--
user error: shutdown
- {closure}:4 fatal, error, E_USER_ERROR, "no way on"
    ! exception E_USER_ERROR: no way on
  - [left open] unset
    - [traced] error, "no way on"
        ! exception E_USER_ERROR: no way on
memory limit: shutdown
- {closure}:4 fatal, error, E_ERROR, memory
    ! exception E_ERROR: memory
  - [left open] unset
    - [traced] error, memory
        ! exception E_ERROR: memory
undefined function: shutdown
- {closure}:4 exception, error, Error, "Call to undefined function no_such_function()"
    ! exception Error: Call to undefined function no_such_function()
  - [left open] unset
    - [traced] error, "Call to undefined function no_such_function()"
        ! exception Error: Call to undefined function no_such_function()
