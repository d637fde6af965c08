--TEST--
Fibers inside a coroutine, or beside Swoole in the main program, each have a context of their own, under their creator's
--EXTENSIONS--
swoole
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

/** A request that is suspended between its parts, and says what it finds. */
function request(string $name): void
{
    $span = TracedCoroutine::startSpan("request $name");
    $scope = $span->activate();
    TracedCoroutine::setBaggage('user', $name);
    Fiber::suspend();
    TracedCoroutine::trace("query $name", static fn () => Fiber::suspend());
    echo "$name has ", json_encode(TracedCoroutine::getBaggage()), "\n";
    $scope->detach();
    $span->end();
}

function interleave(): void
{
    TracedCoroutine::setBaggage('tenant', 'one');
    $fibers = array_map(static fn (string $name) => [new Fiber('request'), $name], ['a', 'b']);
    foreach ($fibers as [$fiber, $name]) {
        $fiber->start($name);
    }
    for ($round = 0; $round < 2; $round++) {
        foreach ($fibers as [$fiber]) {
            $fiber->resume();
        }
    }
    echo 'outside has ', json_encode(TracedCoroutine::getBaggage()), "\n";
    TracedCoroutine::startSpan('outside')->end();
}

TracedCoroutine::trace('main program', 'interleave');
Swoole\Coroutine\run(static function (): void {
    TracedCoroutine::create(static function (): void { interleave(); });
    Swoole\Coroutine::create(static function (): void { interleave(); });
});
print_spans();
--EXPECT--
a has {"tenant":"one","user":"a"}
b has {"tenant":"one","user":"b"}
outside has {"tenant":"one"}
a has {"tenant":"one","user":"a"}
b has {"tenant":"one","user":"b"}
outside has {"tenant":"one"}
a has {"tenant":"one","user":"a"}
b has {"tenant":"one","user":"b"}
outside has {"tenant":"one"}
- [main program] unset
  - [request a] unset
    - [query a] unset
  - [request b] unset
    - [query b] unset
  - [outside] unset
- {closure}:35 returned, unset
  - [request a] unset
    - [query a] unset
  - [request b] unset
    - [query b] unset
  - [outside] unset
- [request a] unset
  - [query a] unset
- [request b] unset
  - [query b] unset
- [outside] unset
