--TEST--
What ends the program in a coroutine ends the trace() outside of coroutines that it runs in
--DESCRIPTION--
A command whose coroutine had failed, and that had exited with 255, was a trace whose root looked well.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$ends = [
    'uncaught' => "throw new DomainException('no way on');",
    'uncaught without a span' => "go(fn () => throw new DomainException('no way on'));",
    'memory limit' => "ini_set('memory_limit', '20M'); str_repeat('x', 300 << 20);",
    'user error' => "trigger_error('no way on', E_USER_ERROR);",
    'an error that is got past' => "set_error_handler(fn () => true); trigger_error('went on', E_USER_ERROR);",
];
foreach ($ends as $what => $code) {
    $file = scratch() . '/spans.jsonl';
    @unlink($file);
    $program = program(<<<PHP
        <?php
        function works(): void { $code }
        TracedCoroutine::trace('command', fn () => Swoole\Coroutine\\run(fn () => TracedCoroutine::create('works')));
        TracedCoroutine::trace('next command', fn () => 1);
        PHP);
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0']);
    echo "$what: ", $ran->stdout, $ran->how(), "\n", span_tree(spans_of_file($file));
}
--EXPECT--
uncaught: exit code 255
- [command] error, "no way on"
    ! exception DomainException: no way on
- works:2 exception, error, DomainException, "no way on"
    ! exception DomainException: no way on
uncaught without a span: exit code 255
- [command] error, "no way on"
    ! exception DomainException: no way on
- works:2 abandoned, unset
memory limit: exit code 255
- [command] error, "Allowed memory size of 20971520 bytes exhausted (tried to allocate 314576896 bytes)"
    ! exception E_ERROR: Allowed memory size of 20971520 bytes exhausted (tried to allocate 314576896 bytes)
- works:2 fatal, error, E_ERROR, "Allowed memory size of 20971520 bytes exhausted (tried to allocate 314576896 bytes)"
    ! exception E_ERROR: Allowed memory size of 20971520 bytes exhausted (tried to allocate 314576896 bytes)
user error: exit code 255
- [command] error, "no way on"
    ! exception E_USER_ERROR: no way on
- works:2 fatal, error, E_USER_ERROR, "no way on"
    ! exception E_USER_ERROR: no way on
an error that is got past: exit code 0
- [command] unset
- works:2 returned, unset
- [next command] unset
