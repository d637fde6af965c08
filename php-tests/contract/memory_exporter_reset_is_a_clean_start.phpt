--TEST--
MemoryExporter::reset() drops what is open and current, says how much that was, and nothing of it comes back
--DESCRIPTION--
One forgotten detach() outside of coroutines re-parented every later test of a PHPUnit process.
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.keep_errors=1
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

use TracedCoroutine\MemoryExporter;

/** "A later test": what it leaves is what a tree shows. */
$later = function (string $name): void {
    TracedCoroutine::trace($name, fn () => null);
    $headers = [];
    TracedCoroutine::inject($headers);
    echo json_encode(array_keys($headers)), "\n";
    print_spans();
    echo 'left open: ', MemoryExporter::reset(), "\n";
};

// A detach() and an end() are missing, and baggage stays.
$ended = TracedCoroutine::startSpan('ended');
$scope = $ended->activate();
$ended->end();
$open = TracedCoroutine::startSpan('open');
TracedCoroutine::setBaggage('tenant', 'acme');
echo 'left open: ', MemoryExporter::reset(), "\n";
$later('after a forgotten detach()');

// What was open before does not come back when it is ended, and to detach its scope is no misuse.
$open->setAttribute('a', 1)->end();
$scope->detach();
echo $open->isRecording() ? "!! open\n" : "it has ended\n";
$later('after a forgotten end()');

// A coroutine that still runs, with a span of its own and one in it.
TracedCoroutine::create(function () use ($later): void {
    $inner = TracedCoroutine::startSpan('inner');
    $scope = $inner->activate();
    park('test');
    $later('in a coroutine from before');
    $scope->detach();
    $inner->end();
});
echo 'left open: ', MemoryExporter::reset(), "\n";
wake('test');
$later('after the coroutine');

$stats = TracedCoroutine::stats();
echo "dropped by reset: {$stats['dropped']['reset']}, misuses: $stats[scope_misuses], open: $stats[open]\n";
print_whether_stats_add_up();
--EXPECT--
left open: 2
[]
- [after a forgotten detach()] unset
left open: 0
it has ended
[]
- [after a forgotten end()] unset
left open: 0
left open: 3
[]
- [in a coroutine from before] unset
left open: 0
[]
- [after the coroutine] unset
left open: 0
dropped by reset: 3, misuses: 0, open: 0
stats add up
