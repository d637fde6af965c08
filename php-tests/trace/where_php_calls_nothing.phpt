--TEST--
trace() and closures of wrap() return null where PHP refuses to call the callable, as PHP's own functions do
--DESCRIPTION--
After a memory limit in the destructor of what an ended coroutine held, Swoole has the program go on, and a PHP that reports
the error with a delay calls nothing any more. The result was no value at all.
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('a fatal error in what a coroutine has held ends the program');
not_under_valgrind('malloc knows no memory limit');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    final class Hungry
    {
        public function __destruct()
        {
            str_repeat('x', 1 << 30);
        }
    }
    $seven = fn () => 7;
    $wrapped = TracedCoroutine::wrap($seven);
    TracedCoroutine::create(function () {
        Swoole\Coroutine::getContext()['hungry'] = new Hungry;
    });
    $mapped = array_map($seven, [1]);
    echo 'it goes on, trace() ', TracedCoroutine::trace('refused', $seven) === ($mapped[0] ?? null) ? 'as PHP' : 'not as PHP';
    echo ', wrap() ', $wrapped() === ($mapped[0] ?? null) ? 'as PHP' : 'not as PHP', "\n";
    PHP);
$settings = ['display_errors' => '0', 'memory_limit' => '128M'];
$ran = run_traced($program, $settings + ['traced_coroutine.exporter' => 'memory']);
$bare = run_php([...tier_arguments(), program(<<<'PHP'
    <?php
    final class Hungry
    {
        public function __destruct()
        {
            str_repeat('x', 1 << 30);
        }
    }
    Swoole\Coroutine::create(function () {
        Swoole\Coroutine::getContext()['hungry'] = new Hungry;
    });
    echo 'it goes on';
    PHP, 'bare.php')], $settings);
// With PHP 8.4 it does not: Swoole leaves PHP no place there that the memory limit could go back to.
$ends = $bare->stdout === '' && $ran->stdout === '' && $bare->how() === $ran->how();
echo $ends ? "it goes on, trace() as PHP, wrap() as PHP\n" : $ran->stdout;
--EXPECT--
it goes on, trace() as PHP, wrap() as PHP
