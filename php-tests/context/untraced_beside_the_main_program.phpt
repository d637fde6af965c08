--TEST--
The active span of the main program and that of an untraced coroutine do not mix
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function start(callable $body): mixed
{
    if (extension_loaded('swoole')) {
        return go($body);
    }
    $fiber = new Fiber($body);
    $fiber->start();
    return $fiber;
}
function suspend(): void { extension_loaded('swoole') ? Swoole\Coroutine::yield() : Fiber::suspend(); }

$untraced = start(function () {
    $span = TracedCoroutine::startSpan('of the untraced');
    $scope = $span->activate();
    suspend();
    TracedCoroutine::startSpan('child of the untraced')->end();
    var_dump($scope->detach());
    $span->end();
});
TracedCoroutine::startSpan('outside')->end();
var_dump(TracedCoroutine::currentSpan());
extension_loaded('swoole') ? Swoole\Coroutine::resume($untraced) : $untraced->resume();
var_dump(TracedCoroutine::stats()['scope_misuses']);
print_spans();
--EXPECT--
NULL
int(0)
int(0)
- [of the untraced] unset
  - [child of the untraced] unset
- [outside] unset
