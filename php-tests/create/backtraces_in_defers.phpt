--TEST--
A backtrace in a coroutine's defer shows no frame of ours, nor does one of a callable that wrap() made
--DESCRIPTION--
OpenSwoole runs the defers with the frame that the body has left as the current one.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    function defers(): void {
        Swoole\Coroutine::defer(function (): void {
            echo "in the defer\n", (new Exception)->getTraceAsString(), "\n";
            debug_print_backtrace();
        });
    }
    Spawner::create(function (): void { defers(); });
    Spawner::create('defers');
    Swoole\Event::wait();
    PHP);
echo "wrapped:\n", in_words_of_php82(comparable(run_traced(program(<<<'PHP'
    <?php
    function defers(): void {
        Swoole\Coroutine::defer(function (): void {
            echo "in the defer\n", (new Exception)->getTraceAsString(), "\n";
            debug_print_backtrace();
        });
    }
    go(TracedCoroutine::wrap('defers'));
    PHP), ['traced_coroutine.exporter' => 'none'])->stdout));
--EXPECT--
in the defer
#0 [internal function]: {closure}(NULL)
#1 {main}
#0 [internal function]: {closure}(NULL)
in the defer
#0 [internal function]: {closure}(NULL)
#1 {main}
#0 [internal function]: {closure}(NULL)
[exit code 0, same as bare]
- {closure}:8 returned, unset
- defers:2 returned, unset
wrapped:
in the defer
#0 [internal function]: {closure}(NULL)
#1 {main}
#0 [internal function]: {closure}(NULL)
