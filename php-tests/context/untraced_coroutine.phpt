--TEST--
An untraced coroutine has a stack of its own, and its spans belong under the nearest traced one
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

/** Runs in a coroutine that nobody traces, to its end. */
function untraced(callable $body): void { extension_loaded('swoole') ? go($body) : (new Fiber($body))->start(); }

TracedCoroutine::create(function () {
    $span = TracedCoroutine::startSpan('around');
    $scope = $span->activate();
    untraced(function () {
        $own = TracedCoroutine::startSpan('of the untraced');
        $own->activate();
        TracedCoroutine::startSpan('its child')->end();
        $own->end();
    });
    TracedCoroutine::startSpan('not its child')->end();
    var_dump($scope->detach());
    $span->end();
});
print_spans();
--EXPECT--
int(0)
- {closure}:7 returned, unset
  - [around] unset
    - [of the untraced] unset
      - [its child] unset
    - [not its child] unset
