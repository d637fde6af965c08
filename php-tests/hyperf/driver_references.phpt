--TEST--
The native driver makes child_of the parent, and every other reference a link
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

run_in_hyperf(<<<'PHP'
    <?php
    use Hyperf\Tracer\TracerContext;
    use OpenTracing\Reference;

    $tracer = TracerContext::getTracer();
    $one = $tracer->startSpan('one');
    $two = $tracer->startSpan('two', ['ignore_active_span' => true]);
    $follows = fn ($span) => Reference::createForSpan(Reference::FOLLOWS_FROM, $span);
    $child = fn ($span) => Reference::createForSpan(Reference::CHILD_OF, $span);
    foreach ([
        'child of a span' => ['child_of' => $one],
        'child of a context' => ['child_of' => $one->getContext()],
        'follows' => ['references' => $follows($two)],
        'follows and child' => ['references' => [$follows($two), $child($one)]],
        'child of both' => ['references' => [$child($one), $child($two)]],
    ] as $name => $options) {
        $tracer->startSpan($name, $options)->finish();
    }
    $one->finish();
    $tracer->startSpan('child of one that has ended', ['child_of' => $one])->finish();
    $two->finish();
    try {
        $tracer->startSpan('another driver', ['child_of' => new OpenTracing\NoopSpanContext()]);
    } catch (InvalidArgumentException $error) {
        echo $error->getMessage(), "\n";
    }
    PHP);
--EXPECT--
The span context must be of type TracedCoroutine\Hyperf\OpenTracing\NativeSpanContext, OpenTracing\NoopSpanContext given
- [one] unset
  - [child of a span] unset
  - [child of a context] unset
  - [follows and child] unset
      ~ two {"opentracing.ref_type":"follows_from"}
  - [child of both] unset
      ~ two {"opentracing.ref_type":"child_of"}
  - [child of one that has ended] unset
- [two] unset
  - [follows] unset
      ~ two {"opentracing.ref_type":"follows_from"}
