--TEST--
Beside Swow nothing is traced, one warning says so, and the program runs as without us
--DESCRIPTION--
Swow's coroutines are no Fibers: all of them would share what is current in the main program.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
needs_swow();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    foreach (['first', 'second'] as $name) {
        Swow\Coroutine::run(function () use ($name): void {
            $span = TracedCoroutine::startSpan($name);
            $span->activate();
            echo $name, TracedCoroutine::currentSpan() === null ? ': no span' : ': !! a span', "\n";
            Swow\Coroutine::yield();
        });
    }
    echo 'main', TracedCoroutine::currentSpan() === null ? ': no span' : ': !! a span', "\n";
    echo 'started: ', TracedCoroutine::stats()['started'], "\n";
    TracedCoroutine::create(function (): void {
        echo "a fiber runs\n";
    });
    PHP);
$arguments = ['-d', 'extension=' . getenv('TRACED_COROUTINE_SWOW')];
$ran = run_traced($program, ['traced_coroutine.exporter' => 'none', 'log_errors' => '1', 'display_startup_errors' => '0', 'auto_append_file' => ''], arguments: $arguments);
// Swow warns of hooks for extensions that this PHP lacks.
echo $ran->how(), "\n$ran->stdout", preg_replace(['/(?<=Swow )[\d.]+/', '/^.*PHP Startup: Swow .*\n/m'], ['%v', ''], $ran->stderr);
$info = run_php([...tier_arguments(), ...traced_arguments(), ...$arguments, '--ri', 'traced_coroutine'])->stdout;
echo preg_match('/^end hook => none.*/m', $info, $match) ? preg_replace('/(?<=Swow )[\d.]+/', '%v', $match[0]) : "!! $info", "\n";
--EXPECT--
exit code 0
first: no span
second: no span
main: no span
started: 0
a fiber runs
PHP Warning:  traced_coroutine: nothing is traced: the coroutines are those of Swow %v, which is not supported
end hook => none (nothing is traced: the coroutines are those of Swow %v, which is not supported)
