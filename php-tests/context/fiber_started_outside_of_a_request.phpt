--TEST--
A fiber that was started where nothing was current has nothing of a request that resumes it
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
$fiber = new Fiber(static function (): void {
    Fiber::suspend();
    echo json_encode(TracedCoroutine::currentSpan()), json_encode(TracedCoroutine::getBaggage()), "\n";
    TracedCoroutine::create(static function (): void {});
});
$fiber->start();
TracedCoroutine::create(static function () use ($fiber): void {
    TracedCoroutine::setBaggage('user', 'me');
    $fiber->resume();
});
foreach (TracedCoroutine\MemoryExporter::getSpans() as $span) {
    echo $span['parent_span_id'] === null ? "root\n" : "!! child\n";
}
--EXPECT--
null[]
root
root
