--TEST--
A __toString() that never returns leaves nothing behind
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
use TracedCoroutine\SpanOptions;

class Stops
{
    public function __construct(private Closure $stop) {}
    public function __toString(): string { ($this->stop)(); return ''; }
}
register_shutdown_function(function (): void {
    foreach (TracedCoroutine\MemoryExporter::getSpans() as $span) {
        echo $span['name'], "\n";
    }
    TracedCoroutine::startSpan('shutdown', new SpanOptions(attributes: ['k' => 'v']))->end();
    echo json_encode(TracedCoroutine::stats()['internal_errors']), "\n";
});
$span = TracedCoroutine::startSpan('ended before');
$span->end();
TracedCoroutine::startSpan('never started')->setAttributes(['a' => 'x', 'b' => new Stops(fn () => exit("exit\n"))]);
--EXPECT--
exit
ended before
0
