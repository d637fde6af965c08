--TEST--
A coroutine whose error a handler took, and that is suspended at the end, is no failed one, and keep_errors keeps nothing of it
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program(<<<'PHP'
    <?php
    set_error_handler(function (int $level, string $message): bool {
        match ($message) {
            'handler waits' => wait_for('ever'),
            'handler waits a moment', 'declined after a moment' => wait_for('a moment'),
            'handler throws' => throw new LogicException('thrown'),
            default => null,
        };
        return $message !== 'declined after a moment';
    });
    function wait_for(string $what): void
    {
        extension_loaded('swoole') || $GLOBALS[$what][] = Fiber::getCurrent();
        match (true) {
            !extension_loaded('swoole') => Fiber::suspend(),
            $what === 'ever' => Swoole\Coroutine::yield(),
            default => Swoole\Coroutine::sleep(0.001),
        };
    }
    function fails(string $message): void
    {
        try {
            str_starts_with($message, 'silent') ? @trigger_error($message, E_USER_ERROR) : trigger_error($message, E_USER_ERROR);
        } catch (LogicException) {
        }
        wait_for('ever');
    }
    foreach (explode(',', $argv[1]) as $message) {
        TracedCoroutine::create('fails', $message);
    }
    foreach ($GLOBALS['a moment'] ?? [] as $fiber) {
        $fiber->resume();
    }
    PHP);
$file = scratch() . '/t.jsonl';
$run = static function (string $messages, array $settings = []) use ($program, $file): void {
    @unlink($file);
    run_traced($program, $settings + ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0', 'swoole.display_errors' => '0'], words: [$messages]);
    echo "$messages\n", span_tree(spans_of_file($file));
};
// The one whose handler waits comes last: meanwhile PHP asks no handler about other errors.
foreach (['taken,silent,handler throws,handler waits a moment', 'taken,handler waits'] as $handled) {
    $run($handled);
    $run($handled, ['traced_coroutine.sampler' => 'always_off', 'traced_coroutine.keep_errors' => '1']);
}
$run('taken,declined after a moment');
--EXPECT--
taken,silent,handler throws,handler waits a moment
- fails:20 abandoned, unset
- fails:20 abandoned, unset
- fails:20 abandoned, unset
- fails:20 abandoned, unset
taken,silent,handler throws,handler waits a moment
(no spans)
taken,handler waits
- fails:20 abandoned, unset
- fails:20 abandoned, unset
taken,handler waits
(no spans)
taken,declined after a moment
- fails:20 abandoned, unset
- fails:20 fatal, error, E_USER_ERROR, "declined after a moment"
    ! exception E_USER_ERROR: declined after a moment
