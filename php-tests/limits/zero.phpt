--TEST--
A limit of 0 keeps nothing that the program says, and everything that the engine says
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.limits.attributes=0
traced_coroutine.limits.events=0
traced_coroutine.limits.links=0
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {
    $span = TracedCoroutine::currentSpan();
    $span->setAttributes(['a' => 1, 'b' => 2])->addEvent('e')->addLink($span->getContext());
});
[$span] = exported_spans();
echo json_encode([said_attributes($span), $span['events'], $span['links'], $span['dropped'], $span['attributes']['coroutine.outcome']]), "\n";
--EXPECT--
[[],[],[],{"attributes":2,"events":1,"links":1},"returned"]
