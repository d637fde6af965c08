--TEST--
An exception event names class, message and stack trace, previous exceptions included
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

function fails(): never { throw new RuntimeException('outer', 0, new LogicException('inner')); }
function catches(): void
{
    try {
        (function () { TracedCoroutine::create('fails'); })();
    } catch (RuntimeException) {
        echo "on fibers it comes out of create()\n";
    }
}
if (extension_loaded('swoole')) {
    // On Swoole nobody can catch it: see php-tests/endings/. The two runtimes share what the event holds.
    echo "on fibers it comes out of create()\n";
    $program = program("<?php\nfunction fails(): never { throw new RuntimeException('outer', 0, new LogicException('inner')); }\nTracedCoroutine::create('fails');");
    run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => scratch() . '/t.jsonl']);
    $spans = spans_of_file(scratch() . '/t.jsonl');
} else {
    catches();
    TracedCoroutine::flush();
    $spans = TracedCoroutine\MemoryExporter::getSpans();
}
echo span_tree($spans);
$attributes = $spans[0]['events'][0]['attributes'];
ksort($attributes);
echo implode(' ', array_keys($attributes)), "\n";
echo preg_match('/^LogicException: inner in .*\nStack trace:\n(#.*\n)+\nNext RuntimeException: outer in .*\nStack trace:\n#0 /', $attributes['exception.stacktrace']), "\n";
--EXPECTF--
on fibers it comes out of create()
- fails:%d exception, error, RuntimeException, "outer"
    ! exception RuntimeException: outer
exception.message exception.stacktrace exception.type
1
