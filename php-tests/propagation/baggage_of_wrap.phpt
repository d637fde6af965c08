--TEST--
A callable wrapped by wrap() has the baggage of the place where it was wrapped
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function untraced(callable $body): void { extension_loaded('swoole') ? go($body) : (new Fiber($body))->start(); }
TracedCoroutine::create(function () {
    TracedCoroutine::setBaggage('tenant', 'acme');
    untraced(TracedCoroutine::wrap(function () { echo json_encode(TracedCoroutine::getBaggage()), "\n"; }));
});
--EXPECT--
{"tenant":"acme"}
