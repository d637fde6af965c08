--TEST--
Logs become events, and those of exceptions OpenTelemetry's exception event
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_hyperf();
--FILE--
<?php
require __DIR__ . '/../support/hyperf.inc';

$spans = run_in_hyperf(<<<'PHP'
    <?php
    use Hyperf\Tracer\TracerContext;

    $span = TracerContext::getTracer()->startSpan('span');
    $span->log(['event' => 'cache miss', 'key' => 'stock:42']);
    $span->log(['what' => 'no event', 'n' => 3], microtime(true));
    $span->log(['event' => 'error', 'error.object' => new DomainException('an object')]);
    $span->log(['event' => 'error', 'error.kind' => 'Kind', 'message' => 'fields', 'stack' => '#0']);
    // As hyperf/tracer's aspects do it.
    $span->log(['message', 'lost its name', 'code' => 3, 'stacktrace' => '#0 {main}']);
    $span->finish();
    PHP);
foreach ($spans[0]['events'] as $event) {
    unset($event['attributes']['exception.stacktrace']);
    echo $event['name'], ' ', json_encode($event['attributes']), "\n";
}
--EXPECT--
- [span] unset
    ! cache miss 
    ! log 
    ! exception DomainException: an object
    ! exception Kind: fields
    ! exception : lost its name
cache miss {"key":"stock:42"}
log {"what":"no event","n":3}
exception {"exception.type":"DomainException","exception.message":"an object"}
exception {"exception.type":"Kind","exception.message":"fields"}
exception {"exception.message":"lost its name","code":3}
