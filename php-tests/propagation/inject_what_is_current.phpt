--TEST--
inject() writes the span that is current where it is called: manual, of the coroutine, of an untraced one's ancestor
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function injected(): string
{
    $carrier = [];
    TracedCoroutine::inject($carrier);
    return explode('-', $carrier['traceparent'])[2];
}
function untraced(callable $body): void { extension_loaded('swoole') ? go($body) : (new Fiber($body))->start(); }

$told = [];
TracedCoroutine::start(new TracedCoroutine\SpanOptions('coroutine'), function () use (&$told) {
    $told['coroutine'] = injected();
    TracedCoroutine::trace('by hand', function () use (&$told) {
        $told['by hand'] = injected();
        untraced(function () use (&$told) { $told['untraced'] = injected(); });
    });
});
$ids = array_column(exported_spans(), 'span_id', 'name');
var_dump($told['coroutine'] === $ids['coroutine'], $told['by hand'] === $ids['by hand'], $told['untraced'] === $ids['by hand']);
--EXPECT--
bool(true)
bool(true)
bool(true)
