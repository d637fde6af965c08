--TEST--
With traced_coroutine.enabled=0 the whole API can be called and does nothing
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
traced_coroutine.enabled=0
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\{SpanKind, SpanOptions, StatusCode};

$span = TracedCoroutine::startSpan('span', new SpanOptions(null, SpanKind::Client, ['a' => 1]));
$context = $span->getContext();
var_dump($context->isValid(), $context->isSampled(), $context->toTraceparent(), $span->isRecording());
$scope = $span->activate();
$span->setAttribute('a', 1)->setAttributes(['b' => 2])->addEvent('e', ['c' => 3], 1.0)->addLink($context)
    ->recordException(new Exception('e'))->setStatus(StatusCode::Error, 'd')->updateName('n')->end();
var_dump($scope->detach(), TracedCoroutine::currentSpan(), TracedCoroutine::localRootSpan());
var_dump(TracedCoroutine::trace('t', fn () => 'traced'), (TracedCoroutine::wrap('strtoupper'))('wrapped'));
var_dump(is_int(TracedCoroutine::start(new SpanOptions(links: [$context], parent: $context), function (string ...$words) {
    echo implode(' ', $words), "\n";
    var_dump(TracedCoroutine::currentSpan());
}, 'two', 'arguments')));
$carrier = ['kept' => 'as it is'];
TracedCoroutine::inject($carrier);
TracedCoroutine::setBaggage('key', 'value');
echo json_encode([$carrier, TracedCoroutine::getBaggage()]), "\n";
var_dump(TracedCoroutine::extract(['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']));
try {
    TracedCoroutine::trace('t', fn () => throw new DomainException('passes'));
} catch (DomainException $error) {
    echo $error->getMessage(), "\n";
}
echo array_sum(array_map(fn ($value) => is_array($value) ? array_sum($value) : $value, TracedCoroutine::stats())), "\n";
--EXPECT--
bool(false)
bool(false)
string(55) "00-00000000000000000000000000000000-0000000000000000-00"
bool(false)
int(0)
NULL
NULL
string(6) "traced"
string(7) "WRAPPED"
two arguments
NULL
bool(true)
[{"kept":"as it is"},[]]
NULL
passes
0
