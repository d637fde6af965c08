--TEST--
The polyfill answers each call as the extension does with traced_coroutine.enabled=0
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/polyfill.inc';

compare_with_polyfill(program(<<<'PHP'
    <?php
    use TracedCoroutine\{MemoryExporter, SpanKind, SpanOptions, StatusCode};

    $span = TracedCoroutine::startSpan('span', new SpanOptions(kind: SpanKind::Client, attributes: ['a' => 1]));
    $context = $span->getContext();
    $scope = $span->activate();
    $span->setAttribute('a', 1)->setAttributes(['b' => [2, 3]])->addEvent('e', ['c' => 3], 1.0)->addLink($context)
        ->recordException(new Exception('e'))->setStatus(StatusCode::Error, 'd')->setKind(SpanKind::Server)->updateName('n')->end(2.0);
    $carrier = ['kept' => 'as it is'];
    TracedCoroutine::inject($carrier);
    TracedCoroutine::setBaggage('key', 'value');
    echo json_encode([
        $span->isRecording(), $scope->detach(), $context->activate()->detach(), $context->isValid(), $context->isSampled(),
        $context->isRemote(), $context->getTraceId(), $context->getSpanId(), $context->getTraceFlags(),
        $context->getTraceState(), $context->toTraceparent(), TracedCoroutine::currentSpan(), TracedCoroutine::localRootSpan(), $carrier,
        TracedCoroutine::getBaggage(), TracedCoroutine::extract(['traceparent' => $context->toTraceparent()]),
        TracedCoroutine::trace('t', fn () => 'traced'), TracedCoroutine::wrap('str_repeat')('wrapped', 2),
        TracedCoroutine::flush(), TracedCoroutine::active(), TracedCoroutine::stats(), MemoryExporter::getSpans(),
        MemoryExporter::reset(), array_keys(TracedCoroutine::selfTest(0.0)), (array) new SpanOptions('all', SpanKind::Server, ['x' => true], [$context, [$context, []]], $context, 1.5),
    ]), "\n";
    $id = TracedCoroutine::start(new SpanOptions(parent: false), function (string ...$words): void {
        echo implode(' ', $words), "\n";
        TracedCoroutine::create(function (string $word): void { echo "$word\n"; }, 'inner');
        echo class_exists('Swoole\Coroutine') ? 'coroutine ' . Swoole\Coroutine::getCid() : (Fiber::getCurrent() ? 'a fiber' : 'none'), "\n";
    }, 'two', 'arguments');
    var_dump(is_int($id) && $id > 0);
    try {
        TracedCoroutine::trace('t', fn () => throw new DomainException('passes'));
    } catch (DomainException $error) {
        echo $error->getMessage(), "\n";
    }
    PHP), ['traced_coroutine.enabled' => '0']);
--EXPECTF--
[false,0,0,false,false,false,"00000000000000000000000000000000","0000000000000000",0,"","00-%s-00",null,null,{"kept":"as it is"},[],null,"traced","wrappedwrapped",true,[],{%s},[],0,["exporters",%s],{%s}]
two arguments
inner
%r(coroutine \d+|a fiber)%r
bool(true)
passes
[exit code 0]
