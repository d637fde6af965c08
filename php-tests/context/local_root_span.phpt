--TEST--
localRootSpan() is the first span of the trace in this process, wherever below it is called, and null where that has ended
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function say(string $where): void
{
    $root = TracedCoroutine::localRootSpan();
    $root?->setAttribute("from $where", $root->getContext()->getSpanId() === TracedCoroutine::currentSpan()->getContext()->getSpanId() ? 'itself' : 'below');
    $root ?? print("null $where\n");
}

say('outside');
$caller = TracedCoroutine::extract(['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']);
$request = new TracedCoroutine\SpanOptions(parent: $caller);
foreach (['first', 'second'] as $name) {
    // Two requests of one trace: neither is the other's root.
    TracedCoroutine::trace($name, function () use ($name) {
        say('the request');
        TracedCoroutine::create(function () use ($name) {
            say('a coroutine');
            $cut = TracedCoroutine::startSpan('cut');
            TracedCoroutine::trace('call', function () use ($name) {
                say('a call');
                TracedCoroutine::create(fn () => say('a coroutine of a call'));
                $other = TracedCoroutine::startSpan('activated elsewhere');
                TracedCoroutine::create(function () use ($other) {
                    $scope = $other->activate();
                    say('a foreign scope');
                    TracedCoroutine::trace('in a foreign scope', fn () => say('a call in a foreign scope'));
                    $scope->detach();
                });
                $other->end();
            });
            $scope = $cut->activate();
            $cut->end();
            say('a span that has ended');
            TracedCoroutine::trace('below it', fn () => say('below a span that has ended'));
            $scope->detach();
        });
        $remote = TracedCoroutine::extract(['traceparent' => '00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'])->activate();
        say('a remote span');
        TracedCoroutine::trace("other trace of $name", fn () => say('another trace'));
        $remote->detach();
    }, $request);
}
foreach (exported_spans() as $span) {
    if ($said = said_attributes($span)) {
        echo $span['name'], "\n  ", implode("\n  ", array_map(fn ($key, $value) => "$key: $value", array_keys($said), $said)), "\n";
    }
}
TracedCoroutine::trace('closed', fn () => TracedCoroutine::localRootSpan()->end());
print_whether_stats_add_up();
--EXPECT--
null outside
null a remote span
null a remote span
other trace of first
  from another trace: itself
first
  from the request: itself
  from a coroutine: below
  from a call: below
  from a coroutine of a call: below
  from a foreign scope: below
  from a call in a foreign scope: below
  from a span that has ended: below
  from below a span that has ended: below
other trace of second
  from another trace: itself
second
  from the request: itself
  from a coroutine: below
  from a call: below
  from a coroutine of a call: below
  from a foreign scope: below
  from a call in a foreign scope: below
  from a span that has ended: below
  from below a span that has ended: below
stats add up
