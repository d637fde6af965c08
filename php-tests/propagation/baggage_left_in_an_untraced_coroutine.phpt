--TEST--
Baggage that an untraced coroutine sets ends with it
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function untraced(callable $body): void { extension_loaded('swoole') ? go($body) : (new Fiber($body))->start(); }
untraced(function () {
    TracedCoroutine::setBaggage('tenant', 'acme');
    echo json_encode(TracedCoroutine::getBaggage()), "\n";
});
echo json_encode(TracedCoroutine::getBaggage()), "\n";
untraced(function () { echo json_encode(TracedCoroutine::getBaggage()), "\n"; });
--EXPECT--
{"tenant":"acme"}
[]
[]
