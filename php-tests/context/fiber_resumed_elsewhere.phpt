--TEST--
A fiber keeps the context of the code that started it, no matter where it is resumed
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$fiber = new Fiber(static function (): void {
    Fiber::suspend();
    TracedCoroutine::startSpan('in the fiber')->end();
    TracedCoroutine::create(static function (): void {});
    echo json_encode(TracedCoroutine::getBaggage()), "\n";
});
$request = static function (string $name, Closure $work): void {
    TracedCoroutine::trace($name, static function () use ($name, $work): void {
        TracedCoroutine::setBaggage('request', $name);
        $work();
    });
};
TracedCoroutine::create(static fn () => $request('one', static fn () => $fiber->start()));
TracedCoroutine::create(static fn () => $request('two', static fn () => $fiber->resume()));
print_spans();
--EXPECT--
{"request":"one"}
- {closure}:16 returned, unset
  - [one] unset
    - [in the fiber] unset
    - {closure}:7 returned, unset
- {closure}:17 returned, unset
  - [two] unset
