--TEST--
A coroutine suspended inside a generator when the process ends is abandoned, with the place where it waited
--DESCRIPTION--
PHP destroys generators with their frames before the extensions' request shutdown, which walked over them.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/spans.jsonl';
$ran = run_traced(program(<<<'PHP'
    <?php
    function generator() { $x = str_repeat('x', 100); Swoole\Coroutine::yield(); yield 1; }
    for ($n = 0; $n < 50; $n++) {
        TracedCoroutine::create(function () { foreach (generator() as $value) {} });
    }
    exit(0);
    PHP), ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->how(), "\n";
$places = array_map(static fn (array $span): string => $span['attributes']['coroutine.outcome'] . ' at line ' . ($span['attributes']['coroutine.suspended.line'] ?? '!! unknown'), spans_of_file($file));
echo json_encode(array_count_values($places)), "\n";
--EXPECT--
exit code 0
{"abandoned at line 2":50}
