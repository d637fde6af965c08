--TEST--
An untraced coroutine reads, sends and hands down the baggage of the traced one above it, as it does with the trace
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
    untraced(function () {
        $carrier = [];
        TracedCoroutine::inject($carrier);
        echo json_encode([TracedCoroutine::getBaggage(), isset($carrier['traceparent']), $carrier['baggage'] ?? null]), "\n";
        TracedCoroutine::create(function () { echo json_encode(TracedCoroutine::getBaggage()), "\n"; });
    });
});
--EXPECT--
[{"tenant":"acme"},true,"tenant=acme"]
{"tenant":"acme"}
