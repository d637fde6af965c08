--TEST--
Spans work outside any coroutine: roots by themselves, parents of coroutines once they are active
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function body(): void { TracedCoroutine::startSpan('in the coroutine')->end(); }
TracedCoroutine::startSpan('root')->end();
TracedCoroutine::trace('command', function () {
    TracedCoroutine::create('body');
    TracedCoroutine::startSpan('child')->end();
});
$span = TracedCoroutine::startSpan('by hand');
$scope = $span->activate();
TracedCoroutine::create('body');
$span->end();
var_dump($scope->detach(), isset(span_named(exported_spans(), 'root')['attributes']['coroutine.id']));
TracedCoroutine::create('body');
print_spans();
--EXPECT--
int(0)
bool(false)
- [root] unset
- [command] unset
  - body:4 returned, unset
    - [in the coroutine] unset
  - [child] unset
- [by hand] unset
  - body:4 returned, unset
    - [in the coroutine] unset
- body:4 returned, unset
  - [in the coroutine] unset
