--TEST--
A coroutine that is created in a fiber is a child of what is current there, traced or not
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_stop_hook('it tells of the starts of untraced coroutines, and of their ends');
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
use Swoole\Coroutine;
require __DIR__ . '/../support/spans.inc';

$found = [];
$work = static function (string $name) use (&$found): void {
    Coroutine::sleep(0.001);
    TracedCoroutine::startSpan("in $name")->end();
    $found[] = "$name: " . json_encode(TracedCoroutine::getBaggage());
};
$in_fiber = static function (string $fiber) use ($work): void {
    $span = TracedCoroutine::startSpan("fiber $fiber");
    $scope = $span->activate();
    TracedCoroutine::setBaggage('fiber', $fiber);
    TracedCoroutine::create($work, "traced of $fiber");
    Coroutine::create($work, "untraced of $fiber");
    $scope->detach();
    $span->end();
};
Coroutine\run(static function () use ($in_fiber, $work): void {
    foreach (['a', 'b'] as $name) {
        $fiber = new Fiber($in_fiber);
        // Fibers are numbered where something is current.
        TracedCoroutine::trace("starts $name", static fn () => $fiber->start($name));
    }
    Coroutine::create($work, 'one beside them');
});
sort($found);
echo implode("\n", $found), "\n";
print_spans();
--EXPECT--
one beside them: []
traced of a: {"fiber":"a"}
traced of b: {"fiber":"b"}
untraced of a: {"fiber":"a"}
untraced of b: {"fiber":"b"}
- [starts a] unset
  - [fiber a] unset
    - {closure}:6 returned, unset
      - [in traced of a] unset
    - [in untraced of a] unset
- [starts b] unset
  - [fiber b] unset
    - {closure}:6 returned, unset
      - [in traced of b] unset
    - [in untraced of b] unset
- [in one beside them] unset
