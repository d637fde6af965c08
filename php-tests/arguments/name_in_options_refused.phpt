--TEST--
trace() and startSpan() refuse options with a name, whether tracing is on or off, and run and start nothing
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    use TracedCoroutine\SpanOptions;
    foreach (['another', '', "a\0b"] as $name) {
        $options = new SpanOptions($name);
        foreach ([
            fn () => TracedCoroutine::trace('name', function () { echo "!! runs\n"; }, $options),
            fn () => TracedCoroutine::startSpan('name', $options),
        ] as $call) {
            try {
                $call();
                echo "!! accepted\n";
            } catch (ValueError $error) {
                echo $error->getMessage(), "\n";
            }
        }
    }
    // Where the span has no other name it is the options' to give.
    TracedCoroutine::start(new SpanOptions('started'), function () {});
    TracedCoroutine::wrap(fn () => 1, new SpanOptions('wrapped'))();
    TracedCoroutine::trace('traced', fn () => 1, new SpanOptions(null));
    echo implode(' ', array_column(TracedCoroutine\MemoryExporter::getSpans(), 'name')), "\n";
    PHP);
foreach (['1', '0'] as $enabled) {
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'memory', 'traced_coroutine.enabled' => $enabled]);
    echo "enabled=$enabled\n", $ran->stdout, $ran->stderr;
}
--EXPECT--
enabled=1
TracedCoroutine::trace(): Argument #3 ($options) must have no name, "another" given: argument #1 ($name) names the span
TracedCoroutine::startSpan(): Argument #2 ($options) must have no name, "another" given: argument #1 ($name) names the span
TracedCoroutine::trace(): Argument #3 ($options) must have no name, "" given: argument #1 ($name) names the span
TracedCoroutine::startSpan(): Argument #2 ($options) must have no name, "" given: argument #1 ($name) names the span
TracedCoroutine::trace(): Argument #3 ($options) must have no name, "a\0b" given: argument #1 ($name) names the span
TracedCoroutine::startSpan(): Argument #2 ($options) must have no name, "a\0b" given: argument #1 ($name) names the span
started wrapped traced
enabled=0
TracedCoroutine::trace(): Argument #3 ($options) must have no name, "another" given: argument #1 ($name) names the span
TracedCoroutine::startSpan(): Argument #2 ($options) must have no name, "another" given: argument #1 ($name) names the span
TracedCoroutine::trace(): Argument #3 ($options) must have no name, "" given: argument #1 ($name) names the span
TracedCoroutine::startSpan(): Argument #2 ($options) must have no name, "" given: argument #1 ($name) names the span
TracedCoroutine::trace(): Argument #3 ($options) must have no name, "a\0b" given: argument #1 ($name) names the span
TracedCoroutine::startSpan(): Argument #2 ($options) must have no name, "a\0b" given: argument #1 ($name) names the span

