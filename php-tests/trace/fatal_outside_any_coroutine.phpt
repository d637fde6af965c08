--TEST--
What cuts trace() off outside any coroutine is the end of its spans: a fatal error, exit()
--DESCRIPTION--
Nothing said that the request had failed: there is no coroutine that would.
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$ends = [
    'user error' => "trigger_error('no way on', E_USER_ERROR)",
    'exit(3)' => 'exit(3)',
    'exit(0)' => 'exit(0)',
    'an error that is got past' => "(function () {
        set_error_handler(fn () => true);
        trigger_error('went on', E_USER_ERROR);
    })()",
];
foreach ($ends as $what => $code) {
    $file = scratch() . '/spans.jsonl';
    @unlink($file);
    $program = program(<<<PHP
        <?php
        register_shutdown_function(function () { echo TracedCoroutine::stats()['open'], ' open at shutdown, '; });
        TracedCoroutine::trace('outer', function () {
            TracedCoroutine::startSpan('left open');
            TracedCoroutine::trace('inner', fn () => $code);
        });
        PHP);
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0']);
    echo "$what: ", $ran->stdout, $ran->how(), "\n", span_tree(spans_of_file($file));
}
--EXPECT--
user error: 3 open at shutdown, exit code 255
- [outer] error, "no way on"
    ! exception E_USER_ERROR: no way on
  - [left open] unset
  - [inner] error, "no way on"
      ! exception E_USER_ERROR: no way on
exit(3): 1 open at shutdown, exit code 3
- [outer] error, "exit status 3"
  - [left open] unset
  - [inner] error, "exit status 3"
exit(0): 1 open at shutdown, exit code 0
- [outer] unset
  - [left open] unset
  - [inner] unset
an error that is got past: 1 open at shutdown, exit code 0
- [outer] unset
  - [left open] unset
  - [inner] unset
