--TEST--
Spans of shutdown functions, output buffers and destructors are exported like others
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    final class Late
    {
        public function __destruct() { TracedCoroutine::trace('destructor', fn () => TracedCoroutine::startSpan('in it')->end()); }
    }
    $late = new Late();
    ob_start(function (string $buffer) { TracedCoroutine::startSpan('output buffer')->end(); return $buffer; });
    register_shutdown_function(function () {
        $span = TracedCoroutine::startSpan('shutdown');
        register_shutdown_function(fn () => $span->end());
    });
    echo "end\n";
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
$names = array_column(spans_of_file($file), 'name');
sort($names);
echo $ran->stdout, $ran->how(), "\n", implode(', ', $names), "\n";
--EXPECT--
end
exit code 0
destructor, in it, output buffer, shutdown
