--TEST--
On a Swoole whose C API has another version nothing is traced, one warning says so, and the program runs as without us
--DESCRIPTION--
The numbers of Swoole's hooks may have changed with that version, and with them what its coroutines do at their ends.
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_c_compiler();
not_under_valgrind('the library would be valgrind\'s own, too');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$library = scratch() . '/other_api.so';
echo run_command(['cc', '-shared', '-fPIC', '-o', $library, __DIR__ . '/../support/other_api.c'])->stderr;
$program = program(<<<'PHP'
    <?php
    TracedCoroutine::create(function (string $word): void {
        TracedCoroutine::create(function () use ($word): void {
            Swoole\Coroutine::defer(function () use ($word): void {
                echo "$word: deferred\n";
            });
            TracedCoroutine::trace('manual', function () use ($word): void {
                echo "$word: inner, ", TracedCoroutine::currentSpan() === null ? 'no span' : '!! a span', "\n";
            });
        });
    }, 'hello');
    Swoole\Event::wait();
    ['started' => $started] = TracedCoroutine::stats();
    echo "started: $started\n";
    $self_test = TracedCoroutine::selfTest();
    echo "tracing: $self_test[tracing]; $self_test[end_hook]; $self_test[end_hook_reason]\n", implode("\n", $self_test['notes']), "\n";
    PHP);
foreach (['1', '0'] as $enabled) {
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'none', 'traced_coroutine.enabled' => $enabled, 'log_errors' => '1'], ['LD_PRELOAD' => $library]);
    echo "enabled=$enabled, ", $ran->how(), "\n", preg_replace('/(?:Open)?Swoole [\d.]+/', 'Swoole %v', $ran->stdout . $ran->stderr);
}
--EXPECTF--
enabled=1, exit code 0
hello: inner, no span
hello: deferred
started: 0
tracing: off; none (nothing is traced: Swoole %v has a C API of a version that is not known here, 0x2099001); nothing is traced (traced_coroutine.end_hook=%s)
nothing is traced: Swoole %v has a C API of a version that is not known here, 0x2099001
%A
PHP Warning:  traced_coroutine: nothing is traced: Swoole %v has a C API of a version that is not known here, 0x2099001
enabled=0, exit code 0
hello: inner, no span
hello: deferred
started: 0
tracing: off; none (%s); %s
%A
