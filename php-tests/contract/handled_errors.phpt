--TEST--
An error of any level is a coroutine's fatal end only if no error handler of the program takes it
--EXTENSIONS--
ffi
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program(<<<'PHP'
    <?php
    [, $level, $handler] = $argv;
    match ($handler) {
        'none' => null,
        'takes it' => set_error_handler(fn () => true),
        'declines' => set_error_handler(fn () => false),
        'throws' => set_error_handler(fn () => throw new LogicException('thrown')),
        'for others' => set_error_handler(fn () => true, E_ALL & ~(int) $level),
    };
    $engine = FFI::cdef('void zend_error(int level, const char *format, ...);');
    function fails(): void
    {
        global $engine, $level;
        try {
            $engine->zend_error((int) $level, 'told');
        } catch (LogicException) {
        }
        extension_loaded('swoole') ? Swoole\Coroutine::yield() : Fiber::suspend();
    }
    TracedCoroutine::create('fails');
    PHP);
$file = scratch() . '/t.jsonl';
foreach (['E_ERROR', 'E_PARSE', 'E_CORE_ERROR', 'E_COMPILE_ERROR', 'E_USER_ERROR', 'E_RECOVERABLE_ERROR', 'E_WARNING'] as $level) {
    foreach (['none', 'takes it', 'declines', 'throws', 'for others'] as $handler) {
        @unlink($file);
        run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0', 'swoole.display_errors' => '0', 'ffi.enable' => '1'],
            words: [(string) constant($level), $handler]);
        $outcomes[$level][$handler] = implode(' ', array_map(static fn (array $span): string => $span['attributes']['coroutine.outcome'] . ($span['status']['code'] === 'error' ? '!' : ''), spans_of_file($file)));
    }
    echo "$level: ", json_encode($outcomes[$level]), "\n";
}
--EXPECT--
E_ERROR: {"none":"fatal!","takes it":"fatal!","declines":"fatal!","throws":"fatal!","for others":"fatal!"}
E_PARSE: {"none":"fatal!","takes it":"fatal!","declines":"fatal!","throws":"fatal!","for others":"fatal!"}
E_CORE_ERROR: {"none":"fatal!","takes it":"fatal!","declines":"fatal!","throws":"fatal!","for others":"fatal!"}
E_COMPILE_ERROR: {"none":"fatal!","takes it":"fatal!","declines":"fatal!","throws":"fatal!","for others":"fatal!"}
E_USER_ERROR: {"none":"fatal!","takes it":"abandoned","declines":"fatal!","throws":"abandoned","for others":"fatal!"}
E_RECOVERABLE_ERROR: {"none":"fatal!","takes it":"abandoned","declines":"fatal!","throws":"abandoned","for others":"fatal!"}
E_WARNING: {"none":"abandoned","takes it":"abandoned","declines":"abandoned","throws":"abandoned","for others":"abandoned"}
