--TEST--
Coroutines started at once keep their options apart while the autoloaders of their callables yield
--EXTENSIONS--
swoole
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
use Swoole\Coroutine;
use TracedCoroutine\SpanOptions;

spl_autoload_register(static function (string $class): void {
    // The one that begins first is done last.
    $waits_for = ['First' => 'Third', 'Second' => null, 'Third' => 'Second'][$class];
    do {
        Coroutine::sleep(0.001);
    } while ($waits_for !== null && !class_exists($waits_for, false));
    eval("class $class { public static function run(string \$who): void { echo \"\$who runs\\n\"; } }");
});
$trace = static fn (string $digit): TracedCoroutine\SpanContext => TracedCoroutine::extract(
    ['traceparent' => '00-' . str_repeat($digit, 32) . '-' . str_repeat($digit, 16) . '-01']);

Coroutine\run(static function () use ($trace): void {
    foreach (['First' => '1', 'Second' => '2', 'Third' => '3'] as $class => $digit) {
        go(static function () use ($class, $digit, $trace): void {
            $options = new SpanOptions("of $class", attributes: ['class' => $class], parent: $trace($digit));
            TracedCoroutine::start($options, [$class, 'run'], $class);
        });
    }
});
foreach (TracedCoroutine\MemoryExporter::getSpans() as $span) {
    echo $span['name'], ': ', $span['attributes']['class'], ', ', $span['attributes']['code.function.name'], ', trace ',
        $span['trace_id'][0], ', parent ', $span['parent_span_id'][0], "\n";
}
--EXPECT--
Second runs
Third runs
First runs
of Second: Second, Second::run, trace 2, parent 2
of Third: Third, Third::run, trace 3, parent 3
of First: First, First::run, trace 1, parent 1
